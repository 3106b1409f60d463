{{- define "image-gateway.checkLedger" -}}
{{- with .Values.database }}
{{- if and .url (not .existingSecret) }}
{{- fail "no login for PostgreSQL: set database.existingSecret to the name of a Secret with username and password" }}
{{- end }}
{{- if and .existingSecret (not .url) }}
{{- fail "no address of PostgreSQL: set database.url, or leave out database.existingSecret" }}
{{- end }}
{{- if regexMatch "[?&](user|password|sslpassword)=|//[^/]*@" .url }}
{{- fail "database.url holds a login, which is for database.existingSecret" }}
{{- end }}
{{- if and .url (not (regexMatch "^jdbc:postgresql://[^/?]+/[^/?]+([?].*)?$" .url)) }}
{{- fail "database.url is no address of PostgreSQL, the only database that is supported: write jdbc:postgresql://host[:port]/database" }}
{{- end }}
{{- if and (regexMatch "[?&]sslmode=verify-(ca|full)(&|$)" .url) (not (regexMatch "[?&](sslrootcert|sslfactory)=" .url)) }}
{{- fail "database.url verifies the server's certificate, but does not say with which CA: mount the CA with extraVolumes and extraVolumeMounts and add sslrootcert=<file>, or sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory for a public CA" }}
{{- end }}
{{- end }}
{{- if not .Values.database.url }}
{{- if gt (int .Values.replicaCount) 1 }}
{{- fail "several pods cannot share the ledger's file: set database.url to a PostgreSQL, or replicaCount to 1" }}
{{- end }}
{{- if .Values.autoscaling.enabled }}
{{- fail "several pods cannot share the ledger's file: set database.url to a PostgreSQL, or leave autoscaling off" }}
{{- end }}
{{- if not (or .Values.persistence.enabled .Values.ledger.ephemeral) }}
{{- fail "without a volume each new pod forgets what was spent: set persistence.enabled, database.url, or ledger.ephemeral to accept that" }}
{{- end }}
{{- if and .Values.persistence.enabled .Values.ledger.ephemeral }}
{{- fail "ledger.ephemeral is for persistence.enabled: false" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "image-gateway.checkImages" -}}
{{- with .Values.images }}
{{- if and (eq .store "s3") (not .s3.bucket) }}
{{- fail "no bucket for images: set images.s3.bucket, or another images.store" }}
{{- end }}
{{- if and (ne .store "s3") (or .s3.bucket .s3.existingSecret) }}
{{- fail "images.s3 is for images.store: s3" }}
{{- end }}
{{- if and .s3.kmsKeyId (ne .s3.serverSideEncryption "aws:kms") }}
{{- fail "images.s3.kmsKeyId is for images.s3.serverSideEncryption: aws:kms" }}
{{- end }}
{{- end }}
{{- $several := or .Values.autoscaling.enabled (gt (int .Values.replicaCount) 1) }}
{{- if and (eq .Values.images.store "disk") $several }}
{{- fail "several pods cannot share the folder of images: set images.store to s3 or none, or run one pod" }}
{{- end }}
{{- if and .Values.database.url (not .Values.images.store) }}
{{- fail "with database.url there may be several pods, which cannot share a folder: set images.store to s3 or none, or to disk for one pod" }}
{{- end }}
{{- if and (eq .Values.images.store "disk") .Values.database.url (not .Values.persistence.enabled) }}
{{- fail "images.store is disk, and without persistence.enabled each new pod has lost all images: set it, or images.store to s3 or none" }}
{{- end }}
{{- if and (has .Values.images.store (list "" "disk")) .Values.persistence.enabled (not .Values.persistence.existingClaim) }}
{{- $quota := default "10GB" .Values.images.quota }}
{{- if gt (float64 (include "image-gateway.bytes" $quota)) (mulf 0.9 (include "image-gateway.bytes" .Values.persistence.size)) }}
{{- fail (printf "images would fill the volume%s: images.quota (%s) is above 90 %% of persistence.size (%s); raise persistence.size, or lower images.quota" (empty .Values.database.url | ternary ", and the ledger could not be written" "") $quota .Values.persistence.size) }}
{{- end }}
{{- end }}
{{- end }}
