{{- define "image-gateway.checkMaintenance" -}}
{{- if and (not .Values.database.url) (not .Values.persistence.enabled) }}
{{- fail "without persistence.enabled only the gateway's own pod has the ledger: use kubectl exec instead of maintenance" }}
{{- end }}
{{- if and (include "image-gateway.volume" .) (not .Values.maintenance.gatewayStopped) (not .Values.persistence.existingClaim) (has "ReadWriteOncePod" .Values.persistence.accessModes) }}
{{- fail "persistence.accessModes allows one pod: stop the gateway and set maintenance.gatewayStopped, or use kubectl exec" }}
{{- end }}
{{- if has "move-ledger" .Values.maintenance.args }}
{{- if not .Values.database.url }}
{{- fail "move-ledger has no destination: use the values that the release will have, with database.url" }}
{{- end }}
{{- if not .Values.maintenance.gatewayStopped }}
{{- fail "move-ledger needs the file for itself: stop the gateway and set maintenance.gatewayStopped" }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Whether the volume is mounted only for the command: the file that is moved to PostgreSQL. */ -}}
{{- define "image-gateway.movedVolume" -}}
{{- if and (has "move-ledger" .Values.maintenance.args) (not (include "image-gateway.volume" .)) }}yes{{ end }}
{{- end }}

{{- /* Volumes beside those of the gateway's pods. */ -}}
{{- define "image-gateway.maintenanceVolumes" -}}
{{- $volumes := list }}
{{- if include "image-gateway.movedVolume" . }}
{{- $claim := default (include "image-gateway.ledger" .) .Values.persistence.existingClaim }}
{{- $volumes = append $volumes (dict "name" "ledger" "persistentVolumeClaim" (dict "claimName" $claim)) }}
{{- end }}
{{- with .Values.maintenance.backupClaim }}
{{- $volumes = append $volumes (dict "name" "backup" "persistentVolumeClaim" (dict "claimName" .)) }}
{{- end }}
{{- toYaml $volumes }}
{{- end }}

{{- /* The gateway's container with another command. Arguments: root, container. */ -}}
{{- define "image-gateway.maintenanceContainer" -}}
{{- $values := .root.Values }}
{{- $container := omit .container "ports" "startupProbe" "livenessProbe" "readinessProbe" "lifecycle" }}
{{- $mounts := $container.volumeMounts }}
{{- if include "image-gateway.movedVolume" .root }}
{{- $mounts = append $mounts (dict "name" "ledger" "mountPath" "/var/lib/image-gateway") }}
{{- end }}
{{- if $values.maintenance.backupClaim }}
{{- $mounts = append $mounts (dict "name" "backup" "mountPath" "/backup") }}
{{- end }}
{{- $_ := set $container "volumeMounts" $mounts }}
{{- range $name := list "command" "args" }}
{{- with get $values.maintenance $name }}
{{- $_ := set $container $name . }}
{{- end }}
{{- end }}
{{- if $values.database.url }}
{{- /* the ConfigMap in the cluster may still be that of the release with the file */}}
{{- $_ := set $container "env" (append $container.env (dict "name" "SPRING_DATASOURCE_URL" "value" $values.database.url)) }}
{{- end }}
{{- toYaml $container }}
{{- end }}

{{- /* A volume is attached to one node: the one of the gateway's pod, if there is one. */ -}}
{{- define "image-gateway.maintenanceAffinity" -}}
{{- $affinity := pick .Values.affinity "nodeAffinity" }}
{{- if and (include "image-gateway.volume" .) (not .Values.maintenance.gatewayStopped) }}
{{- $term := dict "topologyKey" "kubernetes.io/hostname" "labelSelector" (dict "matchLabels" (fromYaml (include "image-gateway.selector" .))) }}
{{- $_ := set $affinity "podAffinity" (dict "requiredDuringSchedulingIgnoredDuringExecution" (list $term)) }}
{{- end }}
{{- toYaml $affinity }}
{{- end }}
