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
{{- range $name := list "relabelings" "metricRelabelings" "authorization" "tlsConfig" }}
{{- with get $.monitor $name }}
{{ $name }}: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}
