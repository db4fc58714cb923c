#!/usr/bin/env bash
# Runs both servers from the image in one podman pod that has a loopback network only: in their development mode the
# servers know nobody's identity, so nothing outside the pod may reach them. The CLI runs inside, by podman exec.
#   deploy/container/run-pod.sh start              start the pod, wait until both servers are healthy
#   deploy/container/run-pod.sh tendon ARGUMENT…   the CLI, against the pod's servers
#   deploy/container/run-pod.sh stop [--purge]     stop it; the data volumes stay unless --purge
#   TENDON_IMAGE names the image, TENDON_POD the pod (default tendon)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=deploy/container/settings.sh
source "$here/settings.sh"
readonly pod=${TENDON_POD:-tendon} referral_address=127.0.0.1:7600 outcomes_address=127.0.0.1:7601
readonly health_timeout_s=30

# Starts the container of one server: NAME [ARGUMENT…]
start_server() {
  local name=$1
  shift
  podman run --detach --pod "$pod" --name "$pod-$name" --volume "$pod-$name-data:/var/lib/tendon" \
    --read-only --tmpfs /tmp:size=16m --cap-drop all --security-opt no-new-privileges --pids-limit 256 --memory 512m \
    --stop-timeout 20 "$image" "tendon-$name" --insecure-development \
    --database "/var/lib/tendon/$name.db" "$@" >/dev/null
}

in_pod() {
  podman exec --env TENDON_REFERRAL_SERVER=$referral_address --env TENDON_OUTCOMES_SERVER=$outcomes_address \
    "$pod-referral" tendon "$@"
}

# Waits until both servers answer SERVING.
wait_healthy() {
  local deadline=$((SECONDS + health_timeout_s)) name
  until in_pod health >/dev/null 2>&1; do
    for name in referral outcomes; do
      if ((SECONDS >= deadline)) ||
        [[ $(podman container inspect --format '{{.State.Running}}' "$pod-$name") != true ]]; then
        in_pod health >&2 || true
        podman logs --tail 20 "$pod-$name" >&2
        die "the servers are not healthy; what they say is above. Clean up with: $0 stop"
      fi
    done
    sleep 0.1
  done
  echo "run-pod: both servers are healthy"
}

start() {
  podman image exists "$image" || die "no image $image; run deploy/container/build-image.sh"
  ! podman pod exists "$pod" || die "the pod '$pod' is there already; stop it with: $0 stop"
  podman pod create --name "$pod" --network none >/dev/null
  start_server referral --listen "$referral_address"
  start_server outcomes --listen "$outcomes_address" --referral-server "$referral_address"
  wait_healthy
  echo "run-pod: next: $0 tendon --help"
}

stop() {
  if podman pod exists "$pod"; then
    podman pod stop --time 20 "$pod" >/dev/null
    podman pod rm "$pod" >/dev/null
  fi
  if [[ ${1:-} == --purge ]]; then
    podman volume rm --force "$pod-referral-data" "$pod-outcomes-data" >/dev/null
  fi
  echo "run-pod: stopped"
}

need_tools podman runc
case ${1:-} in
  start) start ;;
  stop) stop "${2:-}" ;;
  tendon) in_pod "${@:2}" ;;
  *) die "say start, stop or tendon; see the top of this file" ;;
esac
