package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagegateway.container.Chart.Rendered;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Where images are: a folder has one pod, a bucket any number. */
class ChartImageTests {

    private static final String DATABASE =
            Chart.SMALLEST + "database: {url: \"jdbc:postgresql://db.example/gateway\", existingSecret: books}\n";

    private static JsonNode images(Rendered rendered) {
        var settings = rendered.only("ConfigMap").at("/data/application.yaml").asString();
        return Chart.documents(settings).getFirst().at("/gateway/images");
    }

    @Test
    void theFolderIsBesideTheLedgersFile() {
        var rendered = Chart.render(Chart.SMALLEST + "images: {quota: 5GB}");

        assertThat(images(rendered).path("quota").asString()).isEqualTo("5GB");
        assertThat(images(rendered).has("directory")).isFalse();
    }

    @Test
    void inABucketThereAreAsManyPodsAsOneLikes() {
        var rendered = Chart.render(DATABASE + """
                replicaCount: 3
                images:
                  store: s3
                  s3:
                    bucket: pictures
                    region: eu-central-1
                    endpoint: https://s3.example
                    pathStyle: true
                    prefix: prod/
                    serverSideEncryption: aws:kms
                    kmsKeyId: alias/pictures
                    existingSecret: pictures-login
                """);

        rendered.documents().forEach(KubernetesModels::check);
        var images = images(rendered);
        assertThat(images.path("store").asString()).isEqualTo("s3");
        assertThat(images.at("/s3/bucket").asString()).isEqualTo("pictures");
        assertThat(images.at("/s3/path-style").asBoolean()).isTrue();
        assertThat(images.at("/s3/server-side-encryption").asString()).isEqualTo("aws:kms");
        assertThat(images.at("/s3/kms-key-id").asString()).isEqualTo("alias/pictures");
        var secret = Rendered.named("s3", rendered.pod().path("volumes")).path("secret");
        assertThat(secret.path("secretName").asString()).isEqualTo("pictures-login");
        assertThat(Rendered.named("SPRING_CONFIG_IMPORT", rendered.container().path("env"))
                        .path("value")
                        .asString())
                .contains("configtree:/run/secrets/s3/");
        assertThat(rendered.kinds()).doesNotContain("PersistentVolumeClaim");
    }

    @Test
    void withPostgresAFolderHasTheVolumeAndOnePodAtATime() {
        var rendered = Chart.render(DATABASE + "images: {store: disk}");

        rendered.documents().forEach(KubernetesModels::check);
        assertThat(rendered.kinds()).contains("PersistentVolumeClaim", "Deployment");
        assertThat(rendered.controller().at("/spec/strategy/type").asString()).isEqualTo("Recreate");
        assertThat(images(rendered).path("directory").asString())
                .startsWith(Rendered.named("ledger", rendered.container().path("volumeMounts"))
                        .path("mountPath")
                        .asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "images: {quota: 18GB}",
                "images: {quota: 9GB} ; persistence: {size: 10Gi}",
                "images: {quota: 838GB} ; persistence: {size: 1T}",
                "images: {quota: 9216MB} ; persistence: {size: 10Gi}",
                "images: {quota: 1TB} ; persistence: {size: 1.2Ti}",
                "images: {quota: 900B} ; persistence: {size: '1000'}",
                "images: {store: none} ; persistence: {size: 1Gi}",
                "persistence: {size: 1Gi, existingClaim: large}",
                "persistence: {enabled: false, size: 1Gi} ; ledger: {ephemeral: true}",
            })
    void imagesThatFitTheVolumeAreAccepted(String values) {
        assertThat(Chart.render(Chart.SMALLEST + values.replace(" ; ", "\n")).kinds())
                .contains("StatefulSet");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "images: {quota: 19GB}                               | images.quota (19GB) is above 90 % of persistence.size (20Gi)",
                "persistence: {size: 11Gi}                           | the ledger could not be written: images.quota (10GB)",
                "images: {quota: 839GB} ; persistence: {size: 1T}    | raise persistence.size, or lower images.quota",
                "images: {quota: 2TB} ; persistence: {size: 1.2Ti}   | raise persistence.size, or lower images.quota",
                "images: {quota: 1MB} ; persistence: {size: 1000k}   | raise persistence.size, or lower images.quota",
                "images: {quota: 901B} ; persistence: {size: '1000'} | raise persistence.size, or lower images.quota",
            })
    void imagesThatWouldFillTheVolumeAreRefused(String values, String said) {
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + values.replace(" ; ", "\n")))
                .hasMessageContaining(said);
        assertThatThrownBy(() -> Chart.render(DATABASE + "images: {store: disk, quota: 19GB}"))
                .hasMessageContaining("images would fill the volume: images.quota (19GB)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{store: disk} ; replicaCount: 2              | several pods cannot share the folder of images",
                "{store: disk} ; autoscaling: {enabled: true} | several pods cannot share the folder of images",
                "{store: ''} ; replicaCount: 2                | set images.store to s3 or none",
                "{store: ''}                                 | set images.store to s3 or none",
                "{store: s3}                                 | no bucket for images: set images.s3.bucket",
                "{store: none, s3: {bucket: x}}              | images.s3 is for images.store: s3",
                "{store: disk} ; persistence: {enabled: false}| without persistence.enabled each new pod has lost all",
                "{store: s3, s3: {bucket: x, kmsKeyId: key}} | images.s3.kmsKeyId is for",
                "{store: none} ; config: {gateway: {images: {store: s3}}} | instead of config.gateway.images.store",
                "{store: none} ; extraEnv: [{name: GATEWAY_IMAGES_S3_BUCKET, value: x}] | instead of GATEWAY_IMAGES_S3",
                "{store: disk} ; updateStrategy: {type: RollingUpdate} | leave updateStrategy empty",
                "{store: tape}                               | /images/store",
            })
    void whatWouldLoseImagesOrNotStartIsRefused(String values, String said) {
        assertThatThrownBy(() -> Chart.render(DATABASE + "images: " + values.replace(" ; ", "\n")))
                .hasMessageContaining(said);
    }
}
