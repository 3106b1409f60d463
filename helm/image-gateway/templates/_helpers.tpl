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

{{- define "image-gateway.ledger" -}}
{{- include "image-gateway.fullname" . }}-ledger
{{- end }}

{{- /* Whether the volume of persistence is mounted: for the ledger's file, the folder of images, or both. */ -}}
{{- define "image-gateway.volume" -}}
{{- if or (not .Values.database.url) (eq .Values.images.store "disk") }}yes{{ end }}
{{- end }}

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

{{- /* Fails with a clear message if the values describe a gateway that could not start. */ -}}
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
{{- range $name := list "clients-file" "clientsFile" }}
{{- if hasKey $gateway $name }}
{{- fail (printf "set clients instead of config.gateway.%s" $name) }}
{{- end }}
{{- end }}
{{- range $name := list "rate-limit" "rateLimit" }}
{{- if hasKey (default dict (get $gateway $name)) "redis" }}
{{- fail (printf "set rateLimit.redis instead of config.gateway.%s.redis" $name) }}
{{- end }}
{{- end }}
{{- with .Values.rateLimit.redis }}
{{- if regexMatch "//[^/]*@" .url }}
{{- fail "rateLimit.redis.url holds a login, whose password is for rateLimit.redis.existingSecret" }}
{{- end }}
{{- if and .existingSecret (not .url) }}
{{- fail "no address of Valkey: set rateLimit.redis.url, or leave out rateLimit.redis.existingSecret" }}
{{- end }}
{{- end }}
{{- range $name := list "api-key" "apiKey" "api-key-file" "apiKeyFile" "base-url" "baseUrl" }}
{{- if hasKey (default dict $gateway.upstream) $name }}
{{- fail (printf "set upstream.existingSecret, upstream.apiKey or upstream.baseUrl instead of config.gateway.upstream.%s" $name) }}
{{- end }}
{{- end }}
{{- include "image-gateway.checkLedger" . }}
{{- include "image-gateway.checkImages" . }}
{{- include "image-gateway.checkShutdown" . }}
{{- end }}

{{- /* Kubernetes must not kill a pod before its paid generations in flight have finished and are recorded in the ledger. */ -}}
{{- define "image-gateway.checkShutdown" -}}
{{- $lifecycle := default dict (default dict .Values.config.spring).lifecycle }}
{{- $phase := toString (default "140s" (default (get $lifecycle "timeoutPerShutdownPhase") (get $lifecycle "timeout-per-shutdown-phase"))) }}
{{- if not (regexMatch "^[0-9]+(s|m)$" $phase) }}
{{- fail (printf "config.spring.lifecycle.timeout-per-shutdown-phase is %s: write it in whole seconds or minutes, such as 140s" $phase) }}
{{- end }}
{{- $seconds := int (regexFind "^[0-9]+" $phase) }}
{{- if hasSuffix "m" $phase }}
{{- $seconds = mul 60 $seconds }}
{{- end }}
{{- $least := add $seconds 10 .Values.preStopSeconds }}
{{- if lt (int64 .Values.terminationGracePeriodSeconds) $least }}
{{- fail (printf "terminationGracePeriodSeconds is %d, but a stop may take %d s: preStopSeconds (%d), spring.lifecycle.timeout-per-shutdown-phase (%s) and 10 s for the ledger; raise terminationGracePeriodSeconds, or lower the other two" (int64 .Values.terminationGracePeriodSeconds) $least (int64 .Values.preStopSeconds) $phase) }}
{{- end }}
{{- end }}

{{- define "image-gateway.checkImages" -}}
{{- $gateway := default dict .Values.config.gateway }}
{{- range $name := list "store" "directory" "quota" "s3" }}
{{- if hasKey (default dict $gateway.images) $name }}
{{- fail (printf "set images instead of config.gateway.images.%s" $name) }}
{{- end }}
{{- end }}
{{- range .Values.extraEnv }}
{{- if regexMatch "^GATEWAY_IMAGES_(STORE|DIRECTORY|QUOTA|S3_.*)$" .name }}
{{- fail (printf "set images instead of %s in extraEnv" .name) }}
{{- end }}
{{- end }}
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
{{- end }}

{{- define "image-gateway.checkLedger" -}}
{{- $gateway := default dict .Values.config.gateway }}
{{- if hasKey (default dict $gateway.ledger) "directory" }}
{{- fail "the ledger's file is in the volume that persistence describes: leave out config.gateway.ledger.directory" }}
{{- end }}
{{- if hasKey (default dict .Values.config.spring) "datasource" }}
{{- fail "set database.url and database.existingSecret instead of config.spring.datasource" }}
{{- end }}
{{- range .Values.extraEnv }}
{{- if regexMatch "^(SPRING_DATASOURCE_.*|SPRING_CONFIG_IMPORT|GATEWAY_LEDGER_DIRECTORY)$" .name }}
{{- fail (printf "set database or persistence instead of %s in extraEnv" .name) }}
{{- end }}
{{- end }}
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
