// Loaded into a measured process: writes its peak memory in kilobytes where it is told when it ends.
const { writeFileSync } = require("node:fs");

process.on("exit", () => writeFileSync(process.env.REPORT_MEMORY_TO, String(process.resourceUsage().maxRSS)));
