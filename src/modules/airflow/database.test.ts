import { describe, expect, test } from "vitest";
import { application, object } from "../gitops/testing/rendered.ts";

describe("the database of Airflow", () => {
  const database = application("airflow-postgres-cloud-native");

  // Defect 45: no backups, and a superuser.
  test("is archived to a bucket of its own, with a role of its own, and has no superuser", () => {
    expect(database.chart?.values).toMatchObject({
      cluster: { enableSuperuserAccess: false, imageName: "ghcr.io/cloudnative-pg/postgresql:15.13" },
      backups: {
        enabled: true,
        s3: { bucket: "airflow-database-111111111111-k8-development", inheritFromIAMRole: true },
        retentionPolicy: "30d",
      },
    });
    expect(database.identities.map(({ serviceAccount }) => serviceAccount)).toEqual([
      "airflow-postgres-cloud-native-cluster",
    ]);
  });

  // Defects 71 and 72: four connection strings that nobody read, and a label that named another cluster.
  test("has one secret, with what is read of it, and the label of the cluster that exists", () => {
    const [secret] = database.secrets;
    expect(Object.keys(secret?.data ?? {})).toEqual(["username", "password", "connection"]);
    expect(secret).toMatchObject({ labels: { "cnpg.io/cluster": "airflow-postgres-cloud-native-cluster" } });
    expect(object("Pooler", "airflow-postgres-cloud-native-pooler-rw").spec).toMatchObject({
      cluster: { name: "airflow-postgres-cloud-native-cluster" },
    });
  });

  // Defect 73: a pooler that only an old snapshot of the module made.
  test("is reached by the pooler that is rendered with it", () => {
    const [secret] = database.secrets;
    expect(secret && "passwords" in secret ? secret.data.connection : "").toContain(
      "@airflow-postgres-cloud-native-pooler-rw.airflow:5432/",
    );
    expect(application("apache-airflow").uses).toContainEqual(database.gives[0]);
  });
});
