/** Where Argo CD and its objects live. */
export const argoCdNamespace = "argocd";

/** The cluster that Argo CD runs in. */
export const ownCluster = "https://kubernetes.default.svc";

/** Deleting an Application deletes what it brought, wave by wave. Source: Argo CD, "App Deletion". */
export const cascade = "resources-finalizer.argocd.argoproj.io";

/** Orders objects of one sync. */
export const waveAnnotation = "argocd.argoproj.io/sync-wave";

/** The Application that brings the others, and its project. */
export const rootName = "platform";
