{{- /* The pod template, shared by the Deployment and the StatefulSet. */ -}}
{{- define "image-gateway.pod" -}}
metadata:
  labels: {{- toYaml (merge (dict) (fromYaml (include "image-gateway.labels" .)) .Values.podLabels) | nindent 4 }}
  # a changed setting replaces the pods; changed clients do not
  annotations: {{- toYaml (merge (dict "checksum/config" (include "image-gateway.config" . | sha256sum)) .Values.podAnnotations .Values.commonAnnotations) | nindent 4 }}
spec:
  serviceAccountName: {{ include "image-gateway.serviceAccount" . }}
  automountServiceAccountToken: {{ .Values.serviceAccount.automountServiceAccountToken }}
  # service links for a Service named gateway, such as GATEWAY_PORT, would be read as settings
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ include "image-gateway.graceSeconds" . }}
  {{- with .Values.podSecurityContext }}
  securityContext: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.initContainers }}
  initContainers: {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: gateway
      image: {{ include "image-gateway.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      env:
        - name: AIML_API_KEY_FILE
          value: {{ include "image-gateway.keyFiles" . }}
        - name: SPRING_CONFIG_ADDITIONAL_LOCATION
          value: file:/etc/image-gateway/
        {{- with include "image-gateway.imports" . }}
        # credentials: directories imported as configuration trees
        - name: SPRING_CONFIG_IMPORT
          value: {{ . }}
        {{- end }}
        {{- if not .Values.database.url }}
        - name: GATEWAY_LEDGER_DIRECTORY
          value: /var/lib/image-gateway
        {{- end }}
        - name: LOGGING_STRUCTURED_FORMAT_CONSOLE
          value: {{ .Values.logging.format | quote }}
        {{- with .Values.extraEnv }}{{- toYaml . | nindent 8 }}{{- end }}
      {{- with .Values.extraEnvFrom }}
      envFrom: {{- toYaml . | nindent 8 }}
      {{- end }}
      ports:
        - name: http
          containerPort: 8080
        - name: management
          containerPort: 8081
      {{- range $name := list "startupProbe" "livenessProbe" "readinessProbe" }}
      {{- with get $.Values $name }}
      {{ $name }}: {{- include "image-gateway.probe" (dict "root" $ "probe" .) | nindent 8 }}
      {{- end }}
      {{- end }}
      {{- if .Values.preStopSeconds }}
      lifecycle:
        preStop:
          sleep:
            seconds: {{ .Values.preStopSeconds }}
      {{- end }}
      {{- with .Values.resources }}
      resources: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.securityContext }}
      securityContext: {{- toYaml . | nindent 8 }}
      {{- end }}
      volumeMounts:
        - name: key
          mountPath: /run/secrets/aiml
          readOnly: true
        - name: config
          mountPath: /etc/image-gateway
          readOnly: true
        {{- if .Values.tls.existingSecret }}
        - name: tls
          mountPath: /run/secrets/tls
          readOnly: true
        {{- end }}
        - name: tmp
          mountPath: /tmp
        {{- if .Values.rateLimit.redis.existingSecret }}
        - name: redis
          mountPath: /run/secrets/redis
          readOnly: true
        {{- end }}
        {{- if .Values.database.url }}
        - name: database
          mountPath: /run/secrets/database
          readOnly: true
        {{- end }}
        {{- if .Values.images.s3.existingSecret }}
        - name: s3
          mountPath: /run/secrets/s3
          readOnly: true
        {{- end }}
        {{- if include "image-gateway.volume" . }}
        - name: ledger
          mountPath: /var/lib/image-gateway
        {{- end }}
        {{- with .Values.extraVolumeMounts }}{{- toYaml . | nindent 8 }}{{- end }}
    {{- with .Values.sidecars }}{{- toYaml . | nindent 4 }}{{- end }}
  volumes: {{- include "image-gateway.volumes" . | nindent 4 }}
  {{- with include "image-gateway.pullSecrets" . }}
  imagePullSecrets: {{- . | nindent 4 }}
  {{- end }}
  {{- range $name := list "nodeSelector" "tolerations" "affinity" "hostAliases" "dnsConfig" }}
  {{- with get $.Values $name }}
  {{ $name }}: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- end }}
  {{- with include "image-gateway.spread" . }}
  topologySpreadConstraints: {{- . | nindent 4 }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with .Values.runtimeClassName }}
  runtimeClassName: {{ . }}
  {{- end }}
{{- end }}

{{- /* A probe of the management port speaks its protocol. Arguments: root, probe. */ -}}
{{- define "image-gateway.probe" -}}
{{- $probe := deepCopy .probe }}
{{- if $probe.httpGet }}
{{- if and (include "image-gateway.managementTls" .root) (eq "management" (toString $probe.httpGet.port)) (not $probe.httpGet.scheme) }}
{{- $_ := set $probe.httpGet "scheme" "HTTPS" }}
{{- end }}
{{- end }}
{{- toYaml $probe }}
{{- end }}

{{- /* Several pods are spread as evenly as possible, each version for itself, without ever preventing a start. */ -}}
{{- define "image-gateway.spread" -}}
{{- $constraints := list }}
{{- range .Values.topologySpreadConstraints }}
{{- $constraint := deepCopy . }}
{{- if not $constraint.labelSelector }}
{{- $_ := set $constraint "labelSelector" (dict "matchLabels" (fromYaml (include "image-gateway.selector" $))) }}
{{- end }}
{{- $constraints = append $constraints $constraint }}
{{- end }}
{{- if and (not $constraints) (include "image-gateway.several" .) }}
{{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
{{- $constraints = append $constraints (dict "maxSkew" 1 "topologyKey" . "whenUnsatisfiable" "ScheduleAnyway" "labelSelector" (dict "matchLabels" (fromYaml (include "image-gateway.selector" $))) "matchLabelKeys" (list "pod-template-hash")) }}
{{- end }}
{{- end }}
{{- with $constraints }}{{ toYaml . }}{{ end }}
{{- end }}
