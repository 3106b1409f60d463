{{- define "image-gateway.checkPods" -}}
{{- if include "image-gateway.managementTls" . }}
{{- $own := include "image-gateway.has" (dict "root" . "name" "management.server.ssl") }}
{{- $clientAuth := include "image-gateway.setting" (dict "root" . "name" (empty $own | ternary "server.ssl.client-auth" "management.server.ssl.client-auth") "default" "none") }}
{{- if eq (lower $clientAuth) "need" }}
{{- fail "the management port would need client certificates, which probes do not have: set config.management.server.ssl.enabled to false" }}
{{- end }}
{{- end }}
{{- $volumes := list "key" "config" "tmp" "tls" "redis" "database" "s3" "ledger" }}
{{- range .Values.extraVolumes }}
{{- if has .name $volumes }}
{{- fail (printf "extraVolumes has the name %s, which is taken: choose another" .name) }}
{{- end }}
{{- $volumes = append $volumes .name }}
{{- end }}
{{- range .Values.extraVolumeMounts }}
{{- if not (has .name $volumes) }}
{{- fail (printf "extraVolumeMounts mounts %s, which is not in extraVolumes" .name) }}
{{- end }}
{{- end }}
{{- with .Values.updateStrategy.type }}
{{- if and $.Values.database.url (eq . "OnDelete") }}
{{- fail "updateStrategy.type OnDelete is for StatefulSets, but with database.url there is a Deployment: set RollingUpdate or Recreate" }}
{{- end }}
{{- if and (not $.Values.database.url) (eq . "Recreate") }}
{{- fail "updateStrategy.type Recreate is for Deployments, but without database.url there is a StatefulSet, which stops the old pod first anyway" }}
{{- end }}
{{- if and $.Values.database.url (eq $.Values.images.store "disk") (ne . "Recreate") }}
{{- fail "one pod at a time can use the folder of images: with images.store disk leave updateStrategy empty" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "image-gateway.checkReplicas" -}}
{{- with .Values.autoscaling }}
{{- if and .enabled (gt (int .minReplicas) (int .maxReplicas)) }}
{{- fail (printf "autoscaling.minReplicas (%d) is above autoscaling.maxReplicas (%d)" (int .minReplicas) (int .maxReplicas)) }}
{{- end }}
{{- if and .enabled (not (or .targetCPUUtilizationPercentage .targetInFlight .metrics)) }}
{{- fail "autoscaling has nothing to go by: set targetCPUUtilizationPercentage, targetInFlight or metrics" }}
{{- end }}
{{- if and .enabled .targetCPUUtilizationPercentage (not (dig "requests" "cpu" "" $.Values.resources)) }}
{{- fail "autoscaling.targetCPUUtilizationPercentage is a share of resources.requests.cpu, which is missing: set it, or the target to null" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "image-gateway.checkNetwork" -}}
{{- with .Values.service }}
{{- if eq .type "ClusterIP" }}
{{- if or .nodePort .externalTrafficPolicy }}
{{- fail "service.nodePort and service.externalTrafficPolicy are for the types NodePort and LoadBalancer" }}
{{- end }}
{{- end }}
{{- if and (ne .type "LoadBalancer") (or .loadBalancerClass .loadBalancerSourceRanges) }}
{{- fail "service.loadBalancerClass and service.loadBalancerSourceRanges are for the type LoadBalancer" }}
{{- end }}
{{- end }}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) }}
{{- fail "the Ingress has no host: set ingress.hosts to a list of {host}" }}
{{- end }}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) }}
{{- fail "the HTTPRoute has no Gateway: set httpRoute.parentRefs to a list of {name}" }}
{{- end }}
{{- with .Values.metrics }}
{{- if and .serviceMonitor.enabled .podMonitor.enabled }}
{{- fail "each pod would be scraped twice: set metrics.serviceMonitor.enabled or metrics.podMonitor.enabled, not both" }}
{{- end }}
{{- if and (or .serviceMonitor.enabled .podMonitor.enabled) $.Values.networkPolicy.enabled (not $.Values.networkPolicy.scrapers) (not $.Values.networkPolicy.extraIngress) }}
{{- fail "the NetworkPolicy keeps Prometheus out: set networkPolicy.scrapers to its namespace or pods" }}
{{- end }}
{{- if and .prometheusRule.enabled (not .prometheusRule.additionalGroups) (not ($.Files.Glob "files/rules/*.yaml")) }}
{{- fail "the PrometheusRule has no rules: this chart has none in files/rules, so set metrics.prometheusRule.additionalGroups" }}
{{- end }}
{{- if and .dashboards.enabled (not ($.Files.Glob "files/dashboards/*.json")) }}
{{- fail "this chart has no dashboards in files/dashboards: set metrics.dashboards.enabled to false" }}
{{- end }}
{{- end }}
{{- end }}
