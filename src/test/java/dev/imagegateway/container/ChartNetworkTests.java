package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Who may reach the pods, whom they may reach, and the ways in from outside the cluster. */
class ChartNetworkTests {

    private static JsonNode policy(String values, String policy) {
        return Chart.render(Chart.SMALLEST + values + "networkPolicy: {enabled: true, " + policy + "}")
                .only("NetworkPolicy")
                .path("spec");
    }

    private static List<String> ports(JsonNode rule) {
        return StreamSupport.stream(rule.path("ports").spliterator(), false)
                .map(port -> port.path("port").asString())
                .toList();
    }

    @Test
    void podsMayReachDnsAndPublicAddresses() {
        var egress = policy("", "callers: []").path("egress");

        assertThat(egress.size()).isEqualTo(2);
        assertThat(ports(egress.path(0))).containsExactly("53", "53");
        assertThat(ports(egress.path(1))).containsExactly("443");
        assertThat(egress.at("/1/to/0/ipBlock/cidr").asString()).isEqualTo("0.0.0.0/0");
        assertThat(egress.at("/1/to/0/ipBlock/except").toString()).contains("10.0.0.0/8", "169.254.0.0/16");
    }

    @Test
    void managementPortIsForScrapersOnly() {
        assertThat(ports(policy("", "callers: []").at("/ingress/0"))).containsExactly("http");
        assertThat(policy("", "callers: []").path("ingress").size()).isOne();

        var ingress = policy("", "scrapers: [{namespaceSelector: {matchLabels: {name: monitoring}}}]")
                .path("ingress");
        assertThat(ports(ingress.path(1))).containsExactly("management");
        assertThat(ingress.at("/1/from/0/namespaceSelector/matchLabels/name").asString())
                .isEqualTo("monitoring");
    }

    @Test
    void callersAreAdmittedWithThePodOfHelmTest() {
        var from = policy("", "callers: [{podSelector: {matchLabels: {app: shop}}}]")
                .at("/ingress/0/from");

        assertThat(from.at("/0/podSelector/matchLabels/app").asString()).isEqualTo("shop");
        assertThat(from.at("/1/podSelector/matchLabels/app.kubernetes.io~1name").asString())
                .isEqualTo("image-gateway-test");
        assertThat(policy("tests: {enabled: false}\n", "callers: [{podSelector: {}}]")
                        .at("/ingress/0/from")
                        .size())
                .isOne();
    }

    @Test
    void storesAreReachedOnThePortsOfTheirUrls() {
        var egress =
                policy("""
                        database: {url: "jdbc:postgresql://a:5433,b/gateway?sslmode=require", existingSecret: books}
                        rateLimit: {redis: {url: "redis-sentinel://s1:26379,s2:26380#main"}}
                        images: {store: s3, s3: {bucket: b, endpoint: "http://minio.storage:9000"}}
                        config: {gateway: {upstream: {proxy: "http://proxy.example:3128"}}}
                        """, "database: {to: [{ipBlock: {cidr: 10.1.0.0/16}}]}").path("egress");

        assertThat(ports(egress.path(1))).containsExactly("443", "3128");
        assertThat(ports(egress.path(2))).containsExactly("5433", "5432");
        assertThat(egress.at("/2/to/0/ipBlock/cidr").asString()).isEqualTo("10.1.0.0/16");
        assertThat(ports(egress.path(3))).containsExactly("6379", "26379", "26380");
        assertThat(ports(egress.path(4))).containsExactly("9000");
        assertThat(egress.path(4).has("to")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis://valkey                    | callers: []                     | 6379",
                "rediss://valkey:6380/1            | callers: []                     | 6380",
                "redis-sentinel://s1,s2:26380#main | callers: []                     | 6379 26379 26380",
                "redis-sentinel://s1:6379#main     | callers: []                     | 6379",
                "redis-sentinel://s1,s2#main       | redis: {ports: [26379, 7000]}   | 26379 7000",
            })
    void sentinelsAreReachedAndTheServersThatTheyName(String url, String policy, String ports) {
        var egress = policy("rateLimit: {redis: {url: '%s'}}\n".formatted(url), policy)
                .path("egress");

        assertThat(ports(egress.path(2))).containsExactly(ports.split(" "));
    }

    @Test
    void routesLeadToTheServiceForCallers() {
        var rendered = Chart.render(Chart.SMALLEST + """
                service: {port: 8000}
                ingress: {enabled: true, hosts: [{host: a.example}], tls: [{secretName: t, hosts: [a.example]}]}
                httpRoute: {enabled: true, parentRefs: [{name: public}]}
                """);

        rendered.documents().forEach(KubernetesModels::check);
        var path = rendered.only("Ingress").at("/spec/rules/0/http/paths/0");
        assertThat(path.path("path").asString()).isEqualTo("/");
        assertThat(path.path("pathType").asString()).isEqualTo("Prefix");
        assertThat(path.at("/backend/service/port/name").asString()).isEqualTo("http");
        assertThat(rendered.only("HTTPRoute")
                        .at("/spec/rules/0/backendRefs/0/port")
                        .asInt())
                .isEqualTo(8000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ingress: {enabled: true}                             | the Ingress has no host: set ingress.hosts",
                "ingress: {enabled: true, hosts: [{hosts: a}]}        | /ingress/hosts/0",
                "httpRoute: {enabled: true}                           | no Gateway: set httpRoute.parentRefs",
                "service: {nodePort: 30000}                           | are for the types NodePort and LoadBalancer",
                "service: {loadBalancerClass: a}                      | are for the type LoadBalancer",
                "networkPolicy: {callers: [{cidr: 10.0.0.0/8}]}       | /networkPolicy/callers/0",
                "networkPolicy: {enabled: true} ; metrics: {podMonitor: {enabled: true}} | keeps Prometheus out",
            })
    void wayThatLeadsNowhereIsRefused(String values, String says) {
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + values.replace(" ; ", "\n")))
                .hasMessageContaining(says);
    }

    @Test
    void fleetGrowsByCpuAndByWorkInFlightAndShrinksSlowly() {
        var scaler = Chart.render(Chart.SMALLEST + Chart.POSTGRES + """
                        sidecars: [{name: log-shipper, image: registry.example/log-shipper:1}]
                        autoscaling:
                          enabled: true
                          targetInFlight: 50
                          metrics: [{type: External, external: {metric: {name: q}, target: {type: Value, value: "1"}}}]
                        """).only("HorizontalPodAutoscaler");

        KubernetesModels.check(scaler);
        var metrics = scaler.at("/spec/metrics");
        // the sidecar has no CPU request, so that the pod has no use in percent
        assertThat(metrics.at("/0/type").asString()).isEqualTo("ContainerResource");
        assertThat(metrics.at("/0/containerResource/container").asString()).isEqualTo("gateway");
        assertThat(metrics.at("/0/containerResource/name").asString()).isEqualTo("cpu");
        assertThat(metrics.at("/0/containerResource/target/averageUtilization").asInt())
                .isEqualTo(70);
        assertThat(metrics.at("/1/pods/metric/name").asString()).isEqualTo("image_gateway_upstream_in_flight");
        assertThat(metrics.at("/1/pods/target/averageValue").asString()).isEqualTo("50");
        assertThat(metrics.at("/2/type").asString()).isEqualTo("External");
        assertThat(scaler.at("/spec/behavior/scaleDown/policies/0/value").asInt())
                .isOne();
    }

    @Test
    void notesSayWhatToDoNext() {
        assertThat(Chart.notes(Chart.SMALLEST))
                .contains("http://release-image-gateway.images:80")
                .contains("rollout status statefulset/release-image-gateway")
                .contains("helm test -n images release")
                .contains("- a budget. Clients can spend without limit");
        assertThat(Chart.notes(Chart.SMALLEST + Chart.POSTGRES + """
                        networkPolicy: {enabled: true, scrapers: [{podSelector: {}}]}
                        metrics: {podMonitor: {enabled: true}}
                        config: {gateway: {budget: {credits-per-day: 1000000}}}
                        """))
                .contains("rollout status deployment/release-image-gateway")
                .doesNotContain("Not set up yet");
    }
}
