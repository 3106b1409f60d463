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

{{- /* The chart's own labels take precedence, because selectors depend on them. */ -}}
{{- define "image-gateway.labels" -}}
{{ include "image-gateway.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with omit .Values.commonLabels "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "helm.sh/chart" }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- /* The metadata of an object. Arguments: root, and optionally name, namespace, labels, annotations. */ -}}
{{- define "image-gateway.metadata" -}}
name: {{ default (include "image-gateway.fullname" .root) .name }}
namespace: {{ default .root.Release.Namespace .namespace }}
labels: {{- toYaml (merge (dict) (fromYaml (include "image-gateway.labels" .root)) (default dict .labels)) | nindent 2 }}
{{- with merge (dict) (default dict .annotations) .root.Values.commonAnnotations }}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "image-gateway.serviceAccount" -}}
{{- default (.Values.serviceAccount.create | ternary (include "image-gateway.fullname" .) "default") .Values.serviceAccount.name }}
{{- end }}

{{- define "image-gateway.image" -}}
{{- $registry := default .Values.global.imageRegistry .Values.image.registry }}
{{- with .Values.image -}}
{{- with $registry }}{{ trimSuffix "/" . }}/{{ end }}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ default $.Chart.AppVersion .tag }}{{ end }}
{{- end }}
{{- end }}

{{- define "image-gateway.pullSecrets" -}}
{{- with concat .Values.imagePullSecrets (default list .Values.global.imagePullSecrets) | uniq }}{{ toYaml . }}{{ end }}
{{- end }}

{{- define "image-gateway.secret" -}}
{{- default (include "image-gateway.fullname" .) .Values.upstream.existingSecret }}
{{- end }}

{{- define "image-gateway.ledger" -}}
{{- include "image-gateway.fullname" . }}-ledger
{{- end }}

{{- /* Whether the volume of persistence is mounted: for the ledger's file, the folder of images, or both. */ -}}
{{- define "image-gateway.volume" -}}
{{- if or (not .Values.database.url) (eq .Values.images.store "disk") }}yes{{ end }}
{{- end }}

{{- /* Whether several pods may run at the same time. */ -}}
{{- define "image-gateway.several" -}}
{{- if .Values.autoscaling.enabled | ternary (gt (int .Values.autoscaling.maxReplicas) 1) (gt (int .Values.replicaCount) 1) }}yes{{ end }}
{{- end }}

{{- /* Seconds that a stop may take. */ -}}
{{- define "image-gateway.stopSeconds" -}}
{{- $phase := include "image-gateway.setting" (dict "root" . "name" "spring.lifecycle.timeout-per-shutdown-phase" "default" "140s") }}
{{- add (include "image-gateway.seconds" (dict "name" "config.spring.lifecycle.timeout-per-shutdown-phase" "text" $phase)) 10 .Values.preStopSeconds }}
{{- end }}

{{- /* Seconds until Kubernetes kills a pod that stops. */ -}}
{{- define "image-gateway.graceSeconds" -}}
{{- default (add (include "image-gateway.stopSeconds" .) 10) .Values.terminationGracePeriodSeconds }}
{{- end }}
