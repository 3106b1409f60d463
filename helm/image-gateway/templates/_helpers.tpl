{{- define "image-gateway.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "image-gateway.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- $full := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) }}
{{- default $full .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- end }}

{{- define "image-gateway.selector" -}}
app.kubernetes.io/name: {{ include "image-gateway.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "image-gateway.labels" -}}
{{ include "image-gateway.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "image-gateway.serviceAccount" -}}
{{- default (.Values.serviceAccount.create | ternary (include "image-gateway.fullname" .) "default") .Values.serviceAccount.name }}
{{- end }}

{{- define "image-gateway.image" -}}
{{- with .Values.image -}}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ default $.Chart.AppVersion .tag }}{{ end }}
{{- end }}
{{- end }}

{{- define "image-gateway.secret" -}}
{{- default (include "image-gateway.fullname" .) .Values.upstream.existingSecret }}
{{- end }}

{{- /* The gateway's application.yaml: the chart's own settings under those of "config". */ -}}
{{- define "image-gateway.config" -}}
{{- $gateway := dict "clients" .Values.clients }}
{{- with .Values.upstream.baseUrl }}
{{- $_ := set $gateway "upstream" (dict "base-url" .) }}
{{- end }}
{{- toYaml (mergeOverwrite (dict "gateway" $gateway) (deepCopy .Values.config)) }}
{{- end }}

{{- /* Says what is missing, instead of installing what could not start. */ -}}
{{- define "image-gateway.check" -}}
{{- with .Values.upstream }}
{{- if and (not .existingSecret) (not .apiKey) }}
{{- fail "no key for AIML API: set upstream.existingSecret to the name of a Secret that holds it, or upstream.apiKey" }}
{{- end }}
{{- if and .existingSecret .apiKey }}
{{- fail "two keys for AIML API: set upstream.existingSecret or upstream.apiKey, not both" }}
{{- end }}
{{- end }}
{{- if not .Values.clients }}
{{- fail "no client may call: set clients to a list of {id, keyHashes}" }}
{{- end }}
{{- $gateway := default dict .Values.config.gateway }}
{{- if hasKey $gateway "clients" }}
{{- fail "set clients instead of config.gateway.clients" }}
{{- end }}
{{- range $name := list "api-key" "apiKey" "api-key-file" "apiKeyFile" "base-url" "baseUrl" }}
{{- if hasKey (default dict $gateway.upstream) $name }}
{{- fail (printf "set upstream.existingSecret, upstream.apiKey or upstream.baseUrl instead of config.gateway.upstream.%s" $name) }}
{{- end }}
{{- end }}
{{- end }}
