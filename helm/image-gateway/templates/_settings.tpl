{{- /*
The settings in "config", whichever way they are written: nested, with dots in a name, with hyphens or in camel case.
Arguments: path, value, and the dict into which each setting is put by its canonical name, as {path, value}.
*/ -}}
{{- define "image-gateway.flatten" -}}
{{- range $key, $value := .value }}
{{- $path := empty $.path | ternary $key (printf "%s.%s" $.path $key) }}
{{- if kindIs "map" $value }}
{{- include "image-gateway.flatten" (dict "path" $path "value" $value "into" $.into) }}
{{- else }}
{{- $_ := set $.into (regexReplaceAll "[-_]" $path "" | lower) (dict "path" $path "value" $value) }}
{{- end }}
{{- end }}
{{- end }}

{{- /* The value of a setting in "config", as text. Arguments: root, name, default. */ -}}
{{- define "image-gateway.setting" -}}
{{- $settings := dict }}
{{- $_ := include "image-gateway.flatten" (dict "path" "" "value" .root.Values.config "into" $settings) }}
{{- $found := get $settings (replace "-" "" .name) }}
{{- if $found }}{{ toString $found.value }}{{ else }}{{ .default }}{{ end }}
{{- end }}

{{- /* Whether "config" has a setting below a name. Arguments: root, name. */ -}}
{{- define "image-gateway.has" -}}
{{- $settings := dict }}
{{- $_ := include "image-gateway.flatten" (dict "path" "" "value" .root.Values.config "into" $settings) }}
{{- $found := "" }}
{{- range $name, $_ := $settings }}
{{- if hasPrefix (printf "%s." $.name) $name }}{{ $found = "yes" }}{{ end }}
{{- end }}
{{- $found }}
{{- end }}

{{- /* A time as the gateway reads it, in whole seconds. Arguments: text, and the setting's name for the error. */ -}}
{{- define "image-gateway.seconds" -}}
{{- $text := trimPrefix "pt" (lower .text) }}
{{- if not (regexMatch "^([0-9]+(ms|[smhd]))+$" $text) }}
{{- fail (printf "%s is %s: write it with its unit, such as 140s" .name .text) }}
{{- end }}
{{- $milliseconds := 0 }}
{{- range regexFindAll "[0-9]+(ms|[smhd])" $text -1 }}
{{- $unit := get (dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000 "d" 86400000) (regexFind "[a-z]+" .) }}
{{- $milliseconds = add $milliseconds (mul (int64 (regexFind "[0-9]+" .)) $unit) }}
{{- end }}
{{- div (add $milliseconds 999) 1000 }}
{{- end }}

{{- /* A size in bytes: a quantity of Kubernetes, such as 20Gi or 20G, or a size of the gateway, such as 10GB, which is binary. */ -}}
{{- define "image-gateway.bytes" -}}
{{- $unit := regexFind "[A-Za-z]*$" . }}
{{- $factor := hasSuffix "B" $unit | or (hasSuffix "i" $unit) | ternary 1024.0 1000.0 }}
{{- $bytes := float64 (trimSuffix $unit .) }}
{{- range until (index (dict "" 0 "B" 0 "K" 1 "M" 2 "G" 3 "T" 4 "P" 5) (regexFind "^[KMGTPB]?" (upper $unit))) }}
{{- $bytes = mulf $bytes $factor }}
{{- end }}
{{- printf "%.0f" $bytes }}
{{- end }}

{{- /* Whether the port for callers uses TLS. */ -}}
{{- define "image-gateway.tls" -}}
{{- if and (include "image-gateway.has" (dict "root" . "name" "server.ssl")) (ne "false" (include "image-gateway.setting" (dict "root" . "name" "server.ssl.enabled" "default" "true"))) }}yes{{ end }}
{{- end }}

{{- /* Whether the management port uses TLS: without settings of its own, it does as the port for callers. */ -}}
{{- define "image-gateway.managementTls" -}}
{{- if include "image-gateway.has" (dict "root" . "name" "management.server.ssl") }}
{{- if ne "false" (include "image-gateway.setting" (dict "root" . "name" "management.server.ssl.enabled" "default" "true")) }}yes{{ end }}
{{- else }}
{{- include "image-gateway.tls" . }}
{{- end }}
{{- end }}

{{- /* The ports in a URL, each after the name of its host, as a list. Arguments: url, default. */ -}}
{{- define "image-gateway.ports" -}}
{{- $ports := list }}
{{- $authority := regexReplaceAll "^[a-z:+-]*//([^/?#]*@)?" .url "" | regexFind "^[^/?#]*" }}
{{- range splitList "," $authority }}
{{- $ports = append $ports (int (default $.default (trimPrefix ":" (regexFind ":[0-9]+$" .)))) }}
{{- end }}
{{- toYaml (uniq $ports) }}
{{- end }}

{{- /*
Settings that the chart makes itself, so that it can make pods, probes and Services fit them, and the value to use instead.
Each is refused in "config" and as an environment variable, with all that is below it.
*/ -}}
{{- define "image-gateway.reserved" -}}
- {name: gateway.clients, variable: "GATEWAY_CLIENTS(_[0-9].*)?", use: clients}
- {name: gateway.clients-file, use: clients}
- {name: gateway.upstream.api-key, use: "upstream.existingSecret, upstream.apiKey or upstream.additionalKeys"}
- {name: gateway.upstream.api-key-file, use: "upstream.existingSecret, upstream.apiKey or upstream.additionalKeys"}
- {name: aiml.api.key, use: "upstream.existingSecret, upstream.apiKey or upstream.additionalKeys"}
- {name: gateway.upstream.base-url, use: upstream.baseUrl}
- {name: gateway.rate-limit.redis.url, use: rateLimit.redis}
- {name: gateway.rate-limit.redis.password, use: rateLimit.redis}
- {name: gateway.ledger.directory, use: persistence}
- {name: gateway.images.store, use: images}
- {name: gateway.images.directory, use: images}
- {name: gateway.images.quota, use: images}
- {name: gateway.images.s3.bucket, use: images}
- {name: gateway.images.s3.region, use: images}
- {name: gateway.images.s3.endpoint, use: images}
- {name: gateway.images.s3.path-style, use: images}
- {name: gateway.images.s3.prefix, use: images}
- {name: gateway.images.s3.server-side-encryption, use: images}
- {name: gateway.images.s3.kms-key-id, use: images}
- {name: gateway.images.s3.access-key-id, use: images}
- {name: gateway.images.s3.secret-access-key, use: images}
- {name: spring.datasource, use: database}
- {name: logging.structured.format.console, use: logging.format}
- {name: server.port, use: "service.port (the pods listen on 8080)"}
- {name: server.address, use: "networkPolicy (the pods listen on all addresses)"}
- {name: management.server.port, use: "management.service.port (the pods listen on 8081)"}
- {name: management.server.address, use: "networkPolicy (the probes need the pods' own address)"}
- {name: management.server.base-path, use: "the default path (the probes need it)"}
- {name: management.endpoints.web.base-path, use: "the default path (the probes need it)"}
- {name: management.endpoints.web.path-mapping, use: "the default path (the probes need it)"}
{{- end }}

{{- /* Settings that may be in "config", but not in variables, where the chart does not look for them. */ -}}
{{- define "image-gateway.reservedVariables" -}}
- {name: server.ssl, use: config.server.ssl}
- {name: management.server.ssl, use: config.management.server.ssl}
- {name: spring.lifecycle.timeout-per-shutdown-phase, use: config.spring.lifecycle.timeout-per-shutdown-phase}
- {name: gateway.upstream.generation-timeout, use: config.gateway.upstream.generation-timeout}
- {name: spring.config.import, use: config.spring.config.import}
- {name: spring.config.additional-location, use: config}
{{- end }}
