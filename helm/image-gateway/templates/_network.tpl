{{- /* Ports and, if they are known, peers of a rule. Arguments: peers, and the ports if it has none, as YAML. */ -}}
{{- define "image-gateway.egress" -}}
ports:
  {{- range default (fromYamlArray .ports) .peers.ports }}
  - port: {{ . }}
    protocol: TCP
  {{- end }}
{{- with .peers.to }}
to: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* Images are on port 443; the upstream, or the proxy to it, may be on another. */ -}}
{{- define "image-gateway.upstreamPorts" -}}
{{- $ports := list 443 }}
{{- with .Values.upstream.baseUrl }}
{{- $ports = concat $ports (fromYamlArray (include "image-gateway.ports" (dict "url" . "default" (hasPrefix "http:" . | ternary 80 443)))) }}
{{- end }}
{{- with include "image-gateway.setting" (dict "root" . "name" "gateway.upstream.proxy" "default" "") }}
{{- $ports = concat $ports (fromYamlArray (include "image-gateway.ports" (dict "url" . "default" 80))) }}
{{- end }}
{{- toYaml ($ports | uniq) }}
{{- end }}

{{- /* The URL of sentinels does not have the ports of the servers that they name, whose default is 6379. */ -}}
{{- define "image-gateway.redisPorts" -}}
{{- $url := .Values.rateLimit.redis.url }}
{{- if hasPrefix "redis-sentinel:" $url }}
{{- $ports := list 6379 }}
{{- range fromYamlArray (include "image-gateway.ports" (dict "url" $url "default" 26379)) }}
{{- $ports = append $ports (int .) }}
{{- end }}
{{- toYaml (uniq $ports) }}
{{- else }}
{{- include "image-gateway.ports" (dict "url" $url "default" 6379) }}
{{- end }}
{{- end }}

{{- define "image-gateway.s3Ports" -}}
{{- $endpoint := default "https://" .Values.images.s3.endpoint }}
{{- include "image-gateway.ports" (dict "url" $endpoint "default" (hasPrefix "http:" $endpoint | ternary 80 443)) }}
{{- end }}

{{- /* The pod of helm test, which the Services and other selectors of the gateway's pods must not match. */ -}}
{{- define "image-gateway.testSelector" -}}
app.kubernetes.io/name: {{ include "image-gateway.name" . | trunc 58 | trimSuffix "-" }}-test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
