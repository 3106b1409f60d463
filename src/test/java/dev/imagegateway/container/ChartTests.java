package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ChartTests {

    private static final String EVERYTHING = Chart.CLIENT + Chart.POSTGRES + """
            logging: {format: logstash}
            upstream:
              apiKey: key-of-the-chart-tests
              baseUrl: https://upstream.example
            config:
              gateway:
                upstream: {attempt-timeout: 100s}
                catalogue: {models: {stable-diffusion-v3-medium: {credits-per-image: 200000000}}}
              logging: {level: {dev.imagegateway: debug}}
            extraEnv:
              - {name: JAVA_TOOL_OPTIONS, value: -Xlog:gc}
              - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
            tls: {existingSecret: gateway-tls}
            image: {registry: registry.example, repository: image-gateway, tag: "1.2.3", pullPolicy: Always}
            imagePullSecrets: [{name: registry}]
            service: {type: LoadBalancer, port: 8080, annotations: {a/b: c}}
            management: {service: {enabled: true, port: 9000, annotations: {prometheus.io/scrape: "true"}}}
            resources: {requests: {cpu: "1", memory: 1Gi}, limits: {memory: 1Gi}}
            terminationGracePeriodSeconds: 200
            preStopSeconds: 0
            serviceAccount: {create: true, name: images, annotations: {role: none}}
            podDisruptionBudget: {enabled: true, maxUnavailable: 50%}
            autoscaling: {enabled: true, minReplicas: 3, maxReplicas: 9, targetCPUUtilizationPercentage: 50}
            podAnnotations: {x: "1"}
            podLabels: {team: images}
            nodeSelector: {kubernetes.io/arch: amd64}
            tolerations: [{key: spot, operator: Exists, effect: NoSchedule}]
            affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution:
              [{weight: 1, podAffinityTerm: {topologyKey: kubernetes.io/hostname}}]}}
            topologySpreadConstraints:
              - {maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: ScheduleAnyway}
            priorityClassName: high
            rateLimit: {redis: {url: "rediss://valkey.example:6379", existingSecret: valkey}}
            extraEnvFrom: [{configMapRef: {name: environment}}]
            extraVolumes: [{name: ca, configMap: {name: company-ca}}]
            extraVolumeMounts: [{name: ca, mountPath: /run/ca}]
            initContainers: [{name: proxy, image: proxy:1, restartPolicy: Always}]
            sidecars: [{name: shipper, image: shipper:1}]
            extraObjects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: extra}}]
            updateStrategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 2}}
            ingress: {enabled: true, className: nginx, hosts: [{host: images.example, paths: [{path: /v1}]}]}
            httpRoute: {enabled: true, parentRefs: [{name: public}], hostnames: [images.example]}
            metrics:
              serviceMonitor: {enabled: true, interval: 30s, scrapeTimeout: 10s, labels: {a: b}, namespace: monitoring,
                relabelings: [{action: labeldrop, regex: pod}], metricRelabelings: [{action: drop, regex: jvm_.*}]}
              prometheusRule: {enabled: true, additionalGroups: [{name: own, rules: [{record: a, expr: b}]}]}
            networkPolicy: {enabled: true, scrapers: [{podSelector: {}}], extraIngress: [{}], extraEgress: [{}]}
            startupProbe: {failureThreshold: 100}
            livenessProbe: {periodSeconds: 20}
            readinessProbe: {successThreshold: 2}
            podSecurityContext: {runAsUser: 10002}
            securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}
            temporaryVolume: {sizeLimit: 2Gi}
            commonLabels: {owner: images}
            commonAnnotations: {owner: images}
            runtimeClassName: gvisor
            hostAliases: [{ip: 10.0.0.1, hostnames: [db]}]
            dnsConfig: {nameservers: [10.0.0.2]}
            maintenance: {args: [check-ledger], backupClaim: backups}
            tests: {enabled: false}
            global: {imageRegistry: unused.example, imagePullSecrets: [{name: other}]}
            nameOverride: pictures
            fullnameOverride: all-pictures
            """;

    @Test
    void helmFindsNothingToComplainAbout() {
        var result = Chart.lint();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("WARNING"));
    }

    @Test
    void asLittleAsPossibleIsOnePodWithItsVolumeConfigurationServiceAndAccount() {
        var rendered = Chart.render(Chart.SMALLEST);

        rendered.documents().forEach(KubernetesModels::check);
        assertThat(rendered.kinds())
                .containsExactly("ConfigMap", "PersistentVolumeClaim", "Service", "ServiceAccount", "StatefulSet");
    }

    @Test
    void everyValueHasItsPlaceInWhatKubernetesKnows() {
        var rendered = Chart.render(EVERYTHING);

        rendered.documents().forEach(KubernetesModels::check);
        assertThat(rendered.kinds())
                .containsExactly(
                        "ConfigMap",
                        "ConfigMap",
                        "Deployment",
                        "HTTPRoute",
                        "HorizontalPodAutoscaler",
                        "Ingress",
                        "Job",
                        "NetworkPolicy",
                        "PodDisruptionBudget",
                        "PrometheusRule",
                        "Secret",
                        "Service",
                        "Service",
                        "ServiceAccount",
                        "ServiceMonitor");
        assertThat(rendered.only("Deployment").path("spec").has("replicas")).isFalse();
        assertThat(rendered.container().path("image").asString()).isEqualTo("registry.example/image-gateway:1.2.3");
        assertThat(rendered.container().has("lifecycle")).isFalse();
        assertThat(names(EVERYTHING))
                .as("what this test leaves out")
                .containsAll(without("replicaCount", "clients", "persistence", "ledger"));
    }

    @Test
    void everyOptionalPartCanBeLeftOut() {
        var rendered = Chart.render(Chart.SMALLEST + """
                serviceAccount: {create: false}
                image: {digest: "sha256:%s"}
                persistence: {enabled: false}
                ledger: {ephemeral: true}
                """.formatted(Chart.HASH));

        rendered.documents().forEach(KubernetesModels::check);
        assertThat(rendered.kinds()).containsExactly("ConfigMap", "Service", "StatefulSet");
        assertThat(rendered.pod().path("serviceAccountName").asString()).isEqualTo("default");
        assertThat(rendered.container().path("image").asString()).isEqualTo("image-gateway@sha256:" + Chart.HASH);
    }

    @Test
    void whatSelectsThePodsAreLabelsOfThePods() {
        var rendered = Chart.render(EVERYTHING);

        var labels = rendered.only("Deployment").at("/spec/template/metadata/labels");
        for (var selector : List.of(
                rendered.only("Deployment").at("/spec/selector/matchLabels"),
                rendered.only("PodDisruptionBudget").at("/spec/selector/matchLabels"),
                rendered.documents().stream()
                        .filter(document -> document.path("kind").asString().equals("Service"))
                        .findFirst()
                        .orElseThrow()
                        .at("/spec/selector"))) {
            assertThat(selector.properties()).isNotEmpty().isSubsetOf(labels.properties());
        }
    }

    @Test
    void theImagesTagIsTheVersionThatThisBuildMakes() {
        var version = Chart.document(Chart.FOLDER.resolve("Chart.yaml")).path("appVersion");

        assertThat(Path.of("pom.xml"))
                .content()
                .containsPattern("<artifactId>image-gateway</artifactId>\\s*<version>"
                        + Pattern.quote(version.asString()) + "</version>");
    }

    @Test
    void aMisspeltFieldFailsTheCheck() {
        var controller = Chart.render(Chart.SMALLEST).controller();
        ((ObjectNode) controller.at("/spec/template/spec/containers/0/livenessProbe")).put("periodSecond", 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KubernetesModels.check(controller))
                .withMessageContaining("periodSecond");
    }

    @Test
    void aNumberAsTextFailsTheCheck() {
        var controller = Chart.render(Chart.SMALLEST).controller();
        ((ObjectNode) controller.path("spec")).put("replicas", "1");

        assertThatIllegalArgumentException().isThrownBy(() -> KubernetesModels.check(controller));
    }

    private static Set<String> names(String yaml) {
        return Set.copyOf(Chart.documents(yaml).getFirst().propertyNames());
    }

    private static List<String> without(String... names) {
        JsonNode values = Chart.document(Chart.FOLDER.resolve("values.yaml"));
        return values.propertyNames().stream()
                .filter(name -> !List.of(names).contains(name))
                .toList();
    }
}
