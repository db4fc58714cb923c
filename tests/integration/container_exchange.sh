#!/usr/bin/env bash
# The container image as an operator makes and runs it: both servers in one podman pod, the whole exchange of the quickstart
# against them from within the pod's network, and what a stop and a start leave of it.
#   tests/integration/container_exchange.sh PROGRAM_FOLDER     needs root and deploy/install-packages.sh container
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
programs=$(cd "${1:?names no folder of programs}" && pwd)
readonly repository programs container=$repository/deploy/container
export TENDON_IMAGE=localhost/tendon:test TENDON_POD=tendon-test CONTAINERS_CONF=$container/containers.conf
export TENDON_REFERRAL_SERVER=127.0.0.1:7600 TENDON_OUTCOMES_SERVER=127.0.0.1:7601 PATH=$programs:$PATH

run_pod() { "$container/run-pod.sh" "$@"; }

# A command in the network of the pod, which nothing outside of it can reach.
in_network() {
  nsenter --net --target "$(podman container inspect --format '{{.State.Pid}}' "$TENDON_POD-referral")" "$@"
}

die() {
  echo "container_exchange: $*" >&2
  exit 1
}

work=$(mktemp -d -t tendon-container.XXXXXX)
trap 'rm -rf "$work"; run_pod stop --purge >/dev/null 2>&1 || true; podman image rm --force "$TENDON_IMAGE" >/dev/null 2>&1 || true' EXIT
run_pod stop --purge >/dev/null 2>&1 || true
"$container/build-image.sh" --binaries "$programs"

# What the physician of the demo sees: RUNNER ARGUMENT…
as_physician() { "$1" --organization river-clinic --clinician ada-physician --role physician "${@:2}"; }
inside() { in_network tendon "$@"; }
in_image() { run_pod tendon "$@"; }

run_pod start
in_network "$repository/deploy/demo/exchange.sh"
referral=$(as_physician inside -o name referral list --outbox | head -n 1)
[[ $referral == referrals/* ]] || die "the outbox names no referral"

echo "-- An attachment, whose content is judged by the image's own libmagic"
echo "Constructed sample" >"$work/letter.txt"
as_physician inside attach add "${referral#referrals/}" "$work/letter.txt" --title "Letter"

echo "-- After a stop and a start"
run_pod stop
run_pod start
as_physician in_image -o json referral show "${referral#referrals/}" | grep --quiet '"state": *"CLOSED"\|REFERRAL_STATE_CLOSED' ||
  die "the closed referral is not there after a restart"
as_physician in_image attach list "${referral#referrals/}" | grep --quiet Letter || die "the attachment is gone"
echo "container_exchange: the exchange ran in containers and outlived a restart"
