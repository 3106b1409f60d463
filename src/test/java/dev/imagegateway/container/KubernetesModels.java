package dev.imagegateway.container;

import static java.util.Map.entry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads a document as Kubernetes' own Java client does, and more strictly than a cluster by default. */
final class KubernetesModels {

    private static final Map<String, Model> BY_KIND = Map.ofEntries(
            entry("v1 ConfigMap", new Model(V1ConfigMap.class, V1ConfigMap::validateJsonElement)),
            entry("v1 Secret", new Model(V1Secret.class, V1Secret::validateJsonElement)),
            entry("v1 Service", new Model(V1Service.class, V1Service::validateJsonElement)),
            entry("v1 ServiceAccount", new Model(V1ServiceAccount.class, V1ServiceAccount::validateJsonElement)),
            entry("v1 Pod", new Model(V1Pod.class, V1Pod::validateJsonElement)),
            entry(
                    "v1 PersistentVolumeClaim",
                    new Model(V1PersistentVolumeClaim.class, V1PersistentVolumeClaim::validateJsonElement)),
            entry("batch/v1 Job", new Model(V1Job.class, V1Job::validateJsonElement)),
            entry("apps/v1 StatefulSet", new Model(V1StatefulSet.class, V1StatefulSet::validateJsonElement)),
            entry("apps/v1 Deployment", new Model(V1Deployment.class, V1Deployment::validateJsonElement)),
            entry(
                    "policy/v1 PodDisruptionBudget",
                    new Model(V1PodDisruptionBudget.class, V1PodDisruptionBudget::validateJsonElement)),
            entry("networking.k8s.io/v1 Ingress", new Model(V1Ingress.class, V1Ingress::validateJsonElement)),
            entry(
                    "networking.k8s.io/v1 NetworkPolicy",
                    new Model(V1NetworkPolicy.class, V1NetworkPolicy::validateJsonElement)),
            entry(
                    "autoscaling/v2 HorizontalPodAutoscaler",
                    new Model(V2HorizontalPodAutoscaler.class, V2HorizontalPodAutoscaler::validateJsonElement)));

    private KubernetesModels() {}

    /**
     * Accepts a document only if every field of it is known, those required are there, and each has its model's type:
     * what the model read and would send again is the document.
     *
     * @throws IllegalArgumentException otherwise
     */
    static void check(JsonNode document) {
        var kind = document.path("apiVersion").asString() + " "
                + document.path("kind").asString();
        var model = BY_KIND.get(kind);
        if (model == null) {
            CustomResources.check(document);
            return;
        }
        var given = JsonParser.parseString(document.toString());
        try {
            model.fields().check(given);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        var sent = JSON.getGson().toJsonTree(JSON.getGson().fromJson(given, model.type()), model.type());
        if (!withoutEmpty(sent).equals(withoutEmpty(given))) {
            throw new IllegalArgumentException("read as\n" + sent + "\nand not as\n" + given);
        }
    }

    /** The models send an empty list or map where there was none. */
    private static JsonElement withoutEmpty(JsonElement json) {
        if (json.isJsonArray()) {
            var list = new JsonArray();
            json.getAsJsonArray().forEach(element -> list.add(withoutEmpty(element)));
            return list;
        }
        if (!json.isJsonObject()) {
            return json;
        }
        var object = new JsonObject();
        json.getAsJsonObject().asMap().forEach((name, value) -> {
            var left = withoutEmpty(value);
            if (!(left.isJsonArray() && left.getAsJsonArray().isEmpty())
                    && !(left.isJsonObject() && left.getAsJsonObject().isEmpty())) {
                object.add(name, left);
            }
        });
        return object;
    }

    private record Model(Class<?> type, Fields fields) {}

    private interface Fields {
        void check(JsonElement json) throws IOException;
    }
}
