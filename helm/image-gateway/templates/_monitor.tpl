{{- /* The endpoint of a ServiceMonitor or PodMonitor. Arguments: root, monitor. */ -}}
{{- define "image-gateway.endpoint" -}}
port: management
path: /actuator/prometheus
scheme: {{ empty (include "image-gateway.managementTls" .root) | ternary "http" "https" }}
{{- range $name := list "interval" "scrapeTimeout" }}
{{- with get $.monitor $name }}
{{ $name }}: {{ . }}
{{- end }}
{{- end }}
relabelings:
  # the rules take a job for one installation, and the names of releases are only unique in their namespace
  - targetLabel: job
    replacement: {{ .root.Release.Namespace }}/{{ include "image-gateway.fullname" .root }}
  {{- with .monitor.relabelings }}{{- toYaml . | nindent 2 }}{{- end }}
{{- range $name := list "metricRelabelings" "authorization" "tlsConfig" }}
{{- with get $.monitor $name }}
{{ $name }}: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}
