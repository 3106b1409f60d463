package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagegateway.container.Chart.Rendered;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the books are: a file has one pod, a database any number. */
class ChartLedgerTests {

    private static final String ON_POSTGRES = Chart.SMALLEST + Chart.POSTGRES;

    @Test
    void theFileIsOnAVolumeThatStaysWhenTheReleaseGoes() {
        var rendered = Chart.render(Chart.SMALLEST + "persistence: {size: 20Gi, storageClass: fast}");
        var claim = rendered.only("PersistentVolumeClaim");

        rendered.documents().forEach(KubernetesModels::check);
        assertThat(claim.at("/metadata/annotations/helm.sh~1resource-policy").asString())
                .isEqualTo("keep");
        assertThat(claim.at("/spec/accessModes/0").asString()).isEqualTo("ReadWriteOnce");
        assertThat(claim.at("/spec/resources/requests/storage").asString()).isEqualTo("20Gi");
        assertThat(claim.at("/spec/storageClassName").asString()).isEqualTo("fast");
        assertThat(claimOf(rendered)).isEqualTo(claim.at("/metadata/name").asString());
        assertThat(rendered.pod().at("/securityContext/fsGroup").asInt()).isEqualTo(10001);
        assertThat(mountPath("ledger", rendered))
                .isEqualTo(ImageTests.BOOKS)
                .isEqualTo(Rendered.named(
                                "GATEWAY_LEDGER_DIRECTORY", rendered.container().path("env"))
                        .path("value")
                        .asString());
    }

    @Test
    void noTwoPodsShareTheFile() {
        var rendered = Chart.render(Chart.SMALLEST);

        // its pods have names, and the next of a name is made once the last has ended
        assertThat(rendered.controller().path("kind").asString()).isEqualTo("StatefulSet");
        assertThat(rendered.controller().at("/spec/replicas").asInt()).isOne();
    }

    @Test
    void aClaimThatExistsIsUsed() {
        var rendered = Chart.render(Chart.SMALLEST + "persistence: {existingClaim: books}");

        assertThat(rendered.kinds()).doesNotContain("PersistentVolumeClaim");
        assertThat(claimOf(rendered)).isEqualTo("books");
    }

    @Test
    void booksMayBeLostIfThatIsSaid() {
        var rendered = Chart.render(Chart.SMALLEST + "persistence: {enabled: false}\nledger: {ephemeral: true}");

        rendered.documents().forEach(KubernetesModels::check);
        assertThat(rendered.kinds()).doesNotContain("PersistentVolumeClaim");
        assertThat(Rendered.named("ledger", rendered.pod().path("volumes")).has("emptyDir"))
                .isTrue();
    }

    @Test
    void withPostgresThereAreAsManyPodsAsOneLikesAndAlwaysOneThatAnswers() {
        var rendered = Chart.render(ON_POSTGRES + "replicaCount: 3");

        rendered.documents().forEach(KubernetesModels::check);
        assertThat(rendered.kinds())
                .containsExactly("ConfigMap", "Deployment", "PodDisruptionBudget", "Service", "ServiceAccount");
        assertThat(rendered.controller().at("/spec/replicas").asInt()).isEqualTo(3);
        var strategy = rendered.controller().at("/spec/strategy");
        assertThat(strategy.path("type").asString()).isEqualTo("RollingUpdate");
        assertThat(strategy.at("/rollingUpdate/maxUnavailable").asInt()).isZero();
        assertThat(rendered.pod().path("volumes"))
                .noneMatch(volume -> volume.path("name").asString().equals("ledger"));
    }

    @Test
    void theDatabasesLoginIsReadFromFilesOfTheExistingSecret() {
        var rendered = Chart.render(ON_POSTGRES);

        var volume = Rendered.named("database", rendered.pod().path("volumes")).path("secret");
        assertThat(volume.path("secretName").asString()).isEqualTo("books");
        assertThat(volume.path("defaultMode").asInt()).isEqualTo(0440);
        assertThat(Rendered.named("SPRING_CONFIG_IMPORT", rendered.container().path("env"))
                        .path("value")
                        .asString())
                .isEqualTo("configtree:" + mountPath("database", rendered) + "/");
        assertThat(rendered.container().path("env"))
                .noneMatch(variable -> variable.has("valueFrom"))
                .noneMatch(variable -> variable.path("name").asString().startsWith("SPRING_DATASOURCE"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicaCount: 2                          | set database.url to a PostgreSQL, or replicaCount to 1",
                "autoscaling: {enabled: true}             | set database.url to a PostgreSQL, or leave autoscaling off",
                "persistence: {enabled: false}            | or ledger.ephemeral to accept that",
                "ledger: {ephemeral: true}                | ledger.ephemeral is for persistence.enabled: false",
                "database: {url: 'jdbc:postgresql://db/x'}| no login for PostgreSQL: set database.existingSecret",
                "database: {existingSecret: books}        | set database.url, or leave out database.existingSecret",
                "config: {gateway: {ledger: {directory: /x}}} | persistence instead of config.gateway.ledger.directory",
                "config: {spring: {datasource: {url: x}}} | instead of config.spring.datasource",
                "extraEnv: [{name: SPRING_DATASOURCE_URL, value: x}] | instead of SPRING_DATASOURCE_URL in extraEnv",
                "extraEnv: [{name: GATEWAY_LEDGER_DIRECTORY, value: x}] | persistence instead of GATEWAY_LEDGER_DIRECTORY",
                "database: {url: 'jdbc:mysql://db/x', existingSecret: b} | database.url is no address of PostgreSQL",
                "database: {url: 'jdbc:sqlite:/x', existingSecret: b}    | database.url is no address of PostgreSQL",
                "database: {url: 'jdbc:postgresql://db/', existingSecret: b} | write jdbc:postgresql://host[:port]/database",
                "database: {url: 'jdbc:postgresql://db/x?sslmode=verify-full', existingSecret: b} | add sslrootcert=<file>",
                "rateLimit: {redis: {url: 'valkey:6379'}} | rateLimit.redis.url is no address of Valkey",
                "persistence: {size: much}                | /persistence/size",
            })
    void whatWouldLoseMoneyOrNotStartIsRefused(String values, String said) {
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + values)).hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db/gateway?sslmode=require&password=a-plain-password",
        "jdbc:postgresql://gateway:a-plain-password@db/gateway",
    })
    void aPasswordInTheUrlIsRefusedAndNotShown(String url) {
        assertThatThrownBy(
                        () -> Chart.render(Chart.SMALLEST + "database: {existingSecret: books, url: \"" + url + "\"}"))
                .hasMessageContaining("database.url holds a login")
                .hasMessageNotContaining("a-plain-password");
    }

    private static String claimOf(Rendered rendered) {
        return Rendered.named("ledger", rendered.pod().path("volumes"))
                .at("/persistentVolumeClaim/claimName")
                .asString();
    }

    private static String mountPath(String name, Rendered rendered) {
        return Rendered.named(name, rendered.container().path("volumeMounts"))
                .path("mountPath")
                .asString();
    }
}
