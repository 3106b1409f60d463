{{- /* The pod template, shared by the Deployment and the StatefulSet. */ -}}
{{- define "image-gateway.pod" -}}
metadata:
  labels:
    {{- include "image-gateway.labels" . | nindent 4 }}
    {{- with .Values.podLabels }}{{- toYaml . | nindent 4 }}{{- end }}
  annotations:
    # a changed setting replaces the pods; changed clients do not
    checksum/config: {{ include "image-gateway.config" . | sha256sum }}
    {{- with .Values.podAnnotations }}{{- toYaml . | nindent 4 }}{{- end }}
spec:
  serviceAccountName: {{ include "image-gateway.serviceAccount" . }}
  automountServiceAccountToken: false
  # service links for a Service named gateway, such as GATEWAY_PORT, would be read as settings
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    # skip the recursive ownership change if the volume's root already has the right owner
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: gateway
      image: {{ include "image-gateway.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      env:
        - name: AIML_API_KEY_FILE
          value: /run/secrets/aiml/api-key
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
        {{- with .Values.extraEnv }}{{- toYaml . | nindent 8 }}{{- end }}
      ports:
        - name: http
          containerPort: 8080
        - name: management
          containerPort: 8081
      startupProbe:
        httpGet:
          path: /actuator/health/readiness
          port: management
        periodSeconds: 2
        timeoutSeconds: 3
        failureThreshold: 90
      livenessProbe:
        httpGet:
          path: /actuator/health/liveness
          port: management
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet:
          path: /actuator/health/readiness
          port: management
        periodSeconds: 5
        timeoutSeconds: 3
        failureThreshold: 3
      {{- if .Values.preStopSeconds }}
      lifecycle:
        preStop:
          sleep:
            seconds: {{ .Values.preStopSeconds }}
      {{- end }}
      resources: {{- toYaml .Values.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        privileged: false
        readOnlyRootFilesystem: true
        runAsNonRoot: true
        capabilities:
          drop: [ALL]
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
  volumes:
    # a file instead of an environment variable, which process listings and diagnostics can expose
    - name: key
      secret:
        secretName: {{ include "image-gateway.secret" . }}
        defaultMode: 0440
        items:
          - key: {{ empty .Values.upstream.existingSecret | ternary "api-key" .Values.upstream.existingSecretKey }}
            path: api-key
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
        # images on their way, up to gateway.images.transfer-capacity (512 MB), and Tomcat's files
        sizeLimit: 1Gi
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
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.topologySpreadConstraints }}
  topologySpreadConstraints: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
{{- end }}
