{{- /* The volumes of the pods. */ -}}
{{- define "image-gateway.volumes" -}}
# a file instead of an environment variable, which process listings and diagnostics can expose
- name: key
  projected:
    defaultMode: 0440
    sources:
      {{- range fromYamlArray (include "image-gateway.keys" .) }}
      - secret:
          name: {{ .secret }}
          items:
            - key: {{ .entry | quote }}
              path: {{ .file }}
      {{- end }}
- name: config
  configMap:
    name: {{ include "image-gateway.fullname" . }}
{{- if .Values.tls.existingSecret }}
- name: tls
  secret:
    secretName: {{ .Values.tls.existingSecret }}
    defaultMode: 0440
{{- end }}
- name: tmp
  emptyDir:
    sizeLimit: {{ .Values.temporaryVolume.sizeLimit }}
{{- with .Values.rateLimit.redis.existingSecret }}
- name: redis
  secret:
    secretName: {{ . }}
    defaultMode: 0440
    items:
      - key: password
        path: gateway.rate-limit.redis.password
{{- end }}
{{- if .Values.database.url }}
- name: database
  secret:
    secretName: {{ .Values.database.existingSecret }}
    defaultMode: 0440
    items:
      - key: username
        path: spring.datasource.username
      - key: password
        path: spring.datasource.password
{{- end }}
{{- with .Values.images.s3.existingSecret }}
- name: s3
  secret:
    secretName: {{ . }}
    defaultMode: 0440
    items:
      - key: access-key-id
        path: gateway.images.s3.access-key-id
      - key: secret-access-key
        path: gateway.images.s3.secret-access-key
{{- end }}
{{- if include "image-gateway.volume" . }}
- name: ledger
  {{- if .Values.persistence.enabled }}
  persistentVolumeClaim:
    claimName: {{ default (include "image-gateway.ledger" .) .Values.persistence.existingClaim }}
  {{- else }}
  emptyDir: {}
  {{- end }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
