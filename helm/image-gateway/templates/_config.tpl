{{- /* gateway.images, without credentials. */ -}}
{{- define "image-gateway.images" -}}
{{- $images := dict }}
{{- with .Values.images }}
{{- if .store }}
{{- $_ := set $images "store" .store }}
{{- end }}
{{- if .quota }}
{{- $_ := set $images "quota" .quota }}
{{- end }}
{{- if eq .store "s3" }}
{{- $s3 := dict "bucket" .s3.bucket "path-style" .s3.pathStyle "server-side-encryption" .s3.serverSideEncryption }}
{{- range $name, $value := dict "region" .s3.region "endpoint" .s3.endpoint "prefix" .s3.prefix "kms-key-id" .s3.kmsKeyId }}
{{- if $value }}
{{- $_ := set $s3 $name $value }}
{{- end }}
{{- end }}
{{- $_ := set $images "s3" $s3 }}
{{- end }}
{{- end }}
{{- if and (eq .Values.images.store "disk") .Values.database.url }}
{{- $_ := set $images "directory" "/var/lib/image-gateway/images" }}
{{- end }}
{{- toYaml $images }}
{{- end }}

{{- /* The gateway's application.yaml. Values in "config" override the chart's own settings. */ -}}
{{- define "image-gateway.config" -}}
{{- $gateway := dict "clients-file" "/etc/image-gateway/clients.yaml" }}
{{- with .Values.upstream.baseUrl }}
{{- $_ := set $gateway "upstream" (dict "base-url" .) }}
{{- end }}
{{- with .Values.rateLimit.redis.url }}
{{- $replicas := $.Values.autoscaling.enabled | ternary $.Values.autoscaling.maxReplicas $.Values.replicaCount }}
{{- $_ := set $gateway "rate-limit" (dict "store" "redis" "replicas" (max 1 (int $replicas)) "redis" (dict "url" .)) }}
{{- end }}
{{- with fromYaml (include "image-gateway.images" .) }}
{{- $_ := set $gateway "images" . }}
{{- end }}
{{- $own := dict "gateway" $gateway }}
{{- with .Values.database.url }}
{{- $_ := set $own "spring" (dict "datasource" (dict "url" .)) }}
{{- end }}
{{- toYaml (mergeOverwrite $own (deepCopy .Values.config)) }}
{{- end }}

{{- /* The clients, in a separate file that the gateway reloads when it changes. */ -}}
{{- define "image-gateway.clients" -}}
{{- toYaml (dict "gateway" (dict "clients" .Values.clients)) }}
{{- end }}

{{- /* Directories that Spring Boot imports as configuration trees. */ -}}
{{- define "image-gateway.imports" -}}
{{- $imports := list }}
{{- if .Values.database.url }}
{{- $imports = append $imports "configtree:/run/secrets/database/" }}
{{- end }}
{{- if .Values.rateLimit.redis.existingSecret }}
{{- $imports = append $imports "configtree:/run/secrets/redis/" }}
{{- end }}
{{- if .Values.images.s3.existingSecret }}
{{- $imports = append $imports "configtree:/run/secrets/s3/" }}
{{- end }}
{{- join "," $imports }}
{{- end }}

{{- /* AIML's keys in order of preference, each as the Secret, its entry and the file that it becomes. */ -}}
{{- define "image-gateway.keys" -}}
- secret: {{ include "image-gateway.secret" . }}
  entry: {{ empty .Values.upstream.existingSecret | ternary "api-key" .Values.upstream.existingSecretKey }}
  file: api-key
{{- range $i, $key := .Values.upstream.additionalKeys }}
- secret: {{ default $.Values.upstream.existingSecret $key.existingSecret }}
  entry: {{ default "api-key" $key.existingSecretKey }}
  file: api-key-{{ add 2 $i }}
{{- end }}
{{- end }}

{{- define "image-gateway.keyFiles" -}}
{{- $files := list }}
{{- range fromYamlArray (include "image-gateway.keys" .) }}
{{- $files = append $files (printf "/run/secrets/aiml/%s" .file) }}
{{- end }}
{{- join "," $files }}
{{- end }}
