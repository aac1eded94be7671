import { Fn } from "cdktn";
import { Construct } from "constructs";
import { IamOpenidConnectProvider } from "../../../.gen/aws/iam-openid-connect-provider.js";

export interface IdentityProviderProps {
  readonly clusterName: string;
  /** URL of the cluster's token issuer. */
  readonly issuerUrl: string;
}

/**
 * Lets IAM trust the tokens of the cluster's service accounts. No thumbprint is given: IAM checks the issuer's certificate
 * against its own library of authorities, and a listed thumbprint would break when EKS changes its certificate.
 */
export class IdentityProvider extends Construct {
  readonly arn: string;
  /** The issuer without `https://`, as condition keys begin. */
  readonly issuer: string;

  constructor(scope: Construct, id: string, props: IdentityProviderProps) {
    super(scope, id);
    const provider = new IamOpenidConnectProvider(this, "cluster", {
      url: props.issuerUrl,
      clientIdList: ["sts.amazonaws.com"],
      tags: { Name: `${props.clusterName}-eks-irsa` },
    });
    this.arn = provider.arn;
    this.issuer = Fn.replace(props.issuerUrl, "https://", "");
  }
}
