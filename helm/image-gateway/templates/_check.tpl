{{- /* Fails with a clear message if the values describe a gateway that could not start, or that Kubernetes would refuse. */ -}}
{{- define "image-gateway.check" -}}
{{- include "image-gateway.checkKeys" . }}
{{- include "image-gateway.checkClients" . }}
{{- include "image-gateway.checkReserved" . }}
{{- include "image-gateway.checkLedger" . }}
{{- include "image-gateway.checkImages" . }}
{{- include "image-gateway.checkShutdown" . }}
{{- include "image-gateway.checkPods" . }}
{{- include "image-gateway.checkReplicas" . }}
{{- include "image-gateway.checkNetwork" . }}
{{- end }}

{{- define "image-gateway.checkKeys" -}}
{{- with .Values.upstream }}
{{- if and (not .existingSecret) (not .apiKey) }}
{{- fail "no key for AIML API: set upstream.existingSecret to the name of a Secret that holds it, or upstream.apiKey" }}
{{- end }}
{{- if and .existingSecret .apiKey }}
{{- fail "two keys for AIML API: set upstream.existingSecret or upstream.apiKey, not both" }}
{{- end }}
{{- range $i, $key := .additionalKeys }}
{{- if not (or $key.existingSecret $.Values.upstream.existingSecret) }}
{{- fail (printf "upstream.additionalKeys[%d] has no Secret: set its existingSecret" $i) }}
{{- end }}
{{- end }}
{{- end }}
{{- $known := dict }}
{{- range fromYamlArray (include "image-gateway.keys" .) }}
{{- $place := printf "entry %s of Secret %s" .entry .secret }}
{{- if hasKey $known $place }}
{{- fail (printf "upstream has one key twice: %s" $place) }}
{{- end }}
{{- $_ := set $known $place "" }}
{{- end }}
{{- with .Values.rateLimit.redis }}
{{- if regexMatch "//[^/]*@" .url }}
{{- fail "rateLimit.redis.url holds a login, whose password is for rateLimit.redis.existingSecret" }}
{{- end }}
{{- if and .url (not (regexMatch "^redis(s|-sentinel)?://[^/]" .url)) }}
{{- fail "rateLimit.redis.url is no address of Valkey: write redis://host:port, or rediss://host:port for TLS" }}
{{- end }}
{{- if and .existingSecret (not .url) }}
{{- fail "no address of Valkey: set rateLimit.redis.url, or leave out rateLimit.redis.existingSecret" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "image-gateway.checkClients" -}}
{{- if not .Values.clients }}
{{- fail "no client may call: set clients to a list of {id, keyHashes}" }}
{{- end }}
{{- $ids := dict }}
{{- $hashes := dict }}
{{- range $i, $client := .Values.clients }}
{{- if hasKey $ids $client.id }}
{{- fail (printf "clients has the id %s twice" $client.id) }}
{{- end }}
{{- $_ := set $ids $client.id "" }}
{{- range $j, $hash := $client.keyHashes }}
{{- if not (regexMatch "^(sha256:)?[0-9a-fA-F]{64}$" $hash) }}
{{- fail (printf "clients[%d].keyHashes[%d] is not a SHA-256 in hex: the commands new-key and hash-key print it" $i $j) }}
{{- end }}
{{- $bare := lower $hash | trimPrefix "sha256:" }}
{{- if hasKey $hashes $bare }}
{{- fail (printf "one key is in clients twice, of %s and of %s: every key belongs to one client" (get $hashes $bare) $client.id) }}
{{- end }}
{{- $_ := set $hashes $bare $client.id }}
{{- end }}
{{- end }}
{{- end }}

{{- define "image-gateway.checkReserved" -}}
{{- $settings := dict }}
{{- $_ := include "image-gateway.flatten" (dict "path" "" "value" .Values.config "into" $settings) }}
{{- if regexMatch "//[^/]*@" (include "image-gateway.setting" (dict "root" . "name" "gateway.upstream.proxy" "default" "")) }}
{{- fail "config.gateway.upstream.proxy holds a login: mount a Secret with the entry gateway.upstream.proxy by extraVolumes and import its folder with config.spring.config.import, as helm/examples/egress-proxy.yaml does" }}
{{- end }}
{{- if include "image-gateway.setting" (dict "root" . "name" "gateway.images.signing-keys" "default" "") }}
{{- fail "config.gateway.images.signing-keys holds keys: mount a Secret with the entry gateway.images.signing-keys by extraVolumes and import its folder with config.spring.config.import, as helm/examples/egress-proxy.yaml does for another setting" }}
{{- end }}
{{- $reserved := fromYamlArray (include "image-gateway.reserved" .) }}
{{- range $reserved }}
{{- $name := replace "-" "" .name }}
{{- $use := .use }}
{{- range $setting, $found := $settings }}
{{- if regexMatch (printf "^%s([.[].*)?$" (replace "." "[.]" $name)) $setting }}
{{- fail (printf "set %s instead of config.%s" $use $found.path) }}
{{- end }}
{{- end }}
{{- end }}
{{- range concat $reserved (fromYamlArray (include "image-gateway.reservedVariables" .)) }}
{{- $pattern := default (printf "%s(_.*)?" (upper .name | replace "." "_" | replace "-" "_?")) .variable }}
{{- $use := .use }}
{{- range $.Values.extraEnv }}
{{- if regexMatch (printf "^%s$" $pattern) .name }}
{{- fail (printf "set %s instead of %s in extraEnv" $use .name) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Kubernetes must not kill a pod before its paid generations in flight have finished and are recorded in the ledger. */ -}}
{{- define "image-gateway.checkShutdown" -}}
{{- $phase := include "image-gateway.setting" (dict "root" . "name" "spring.lifecycle.timeout-per-shutdown-phase" "default" "140s") }}
{{- $generation := include "image-gateway.setting" (dict "root" . "name" "gateway.upstream.generation-timeout" "default" "130s") }}
{{- $generationSeconds := include "image-gateway.seconds" (dict "name" "config.gateway.upstream.generation-timeout" "text" $generation) }}
{{- $phaseSeconds := include "image-gateway.seconds" (dict "name" "config.spring.lifecycle.timeout-per-shutdown-phase" "text" $phase) }}
{{- if gt (int64 $generationSeconds) (int64 $phaseSeconds) }}
{{- fail (printf "a stop would cut off generations that are billed: gateway.upstream.generation-timeout (%s) is longer than spring.lifecycle.timeout-per-shutdown-phase (%s); raise the second in config, or lower the first" $generation $phase) }}
{{- end }}
{{- $least := int64 (include "image-gateway.stopSeconds" .) }}
{{- $grace := int64 (include "image-gateway.graceSeconds" .) }}
{{- if lt $grace $least }}
{{- fail (printf "terminationGracePeriodSeconds is %d, but a stop may take %d s: preStopSeconds (%d), spring.lifecycle.timeout-per-shutdown-phase (%s) and 10 s for the ledger; leave terminationGracePeriodSeconds empty, or lower the other two" $grace $least (int64 .Values.preStopSeconds) $phase) }}
{{- end }}
{{- end }}
