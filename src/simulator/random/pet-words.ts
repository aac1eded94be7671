/** Words of `random_pet`. */
export const animals: readonly string[] = (
  "badger bat bear beaver bee bison boar bream bull camel carp cat cobra cod colt crab crane crow deer dog donkey dove " +
  "duck eagle eel elk falcon fawn ferret finch fox frog gecko goat goose gull hare hawk hen heron horse ibex jay koala " +
  "lark lemur lion lizard llama lynx magpie marten mole moose mouse mule newt otter owl ox panda perch pike pony puma " +
  "quail rabbit ram raven robin salmon seal shark sheep shrew skunk sloth snail sparrow squid stork swan tapir tiger " +
  "toad trout tuna turtle viper weasel whale wolf wombat wren yak zebra"
).split(" ");

export const adjectives: readonly string[] = (
  "able active apt bold brave bright brisk calm clean clear clever cool cosy crisp daring deft eager early easy even " +
  "exact fair fine firm fit fond frank free fresh full gentle glad good grand handy happy hardy honest humble keen kind " +
  "large light lively loyal lucky merry mild modern neat nimble noble open patient plain prime proper proud pure quick " +
  "quiet rapid ready rich right robust round safe sharp simple sincere smart smooth sober social solid sound stable " +
  "steady strong sturdy subtle sunny sure swift tidy tough true vast warm wise witty"
).split(" ");

export const adverbs: readonly string[] = (
  "ably actively always amply aptly badly barely boldly briefly brightly calmly clearly closely daily dearly deeply " +
  "duly eagerly early easily evenly fairly firmly fondly freely fully gently gladly greatly hardly highly honestly " +
  "jointly justly keenly kindly largely lately lightly loudly mainly mostly namely neatly newly nicely oddly openly " +
  "partly plainly purely quickly quietly rarely readily really rightly safely sharply simply slowly smoothly solely " +
  "soundly steadily strictly strongly surely swiftly truly vastly warmly wholly widely wisely"
).split(" ");
