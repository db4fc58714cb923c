// Tendon's services for Node, loaded from the protos at run time: promises for unary calls, identity as metadata.
'use strict';

const path = require('node:path');
const { randomUUID } = require('node:crypto');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');

const protoFolder = process.env.TENDON_PROTO || path.join(__dirname, '../../../proto');
const definition = protoLoader.loadSync(
  ['referral/v1/directory', 'referral/v1/referral_service', 'referral/v1/event_service', 'outcomes/v1/session_service'].map(
    (stem) => `tendon/${stem}.proto`,
  ),
  { includeDirs: [protoFolder], keepCase: true, longs: Number, enums: String, defaults: true },
);
const { tendon } = grpc.loadPackageDefinition(definition);

// Who calls, in development mode. With real security the identity is in the certificate or token instead.
function metadataOf({ organization, clinician, role }) {
  const metadata = new grpc.Metadata();
  if (organization) metadata.set('tendon-organization', organization);
  if (clinician) metadata.set('tendon-clinician', clinician);
  metadata.set('tendon-role', role);
  return metadata;
}

// Errors that may be tried again with the same request_id.
const RETRIED = new Set([grpc.status.UNAVAILABLE, grpc.status.RESOURCE_EXHAUSTED]);

// One party of the exchange: party.call('referrals', 'SendReferral', {...}) and party.watch(...).
class Party {
  constructor(servers, identity) {
    const credentials = grpc.credentials.createInsecure();
    this.identity = identity;
    this.clients = {
      directory: new tendon.referral.v1.DirectoryService(servers.referral, credentials),
      referrals: new tendon.referral.v1.ReferralService(servers.referral, credentials),
      events: new tendon.referral.v1.EventService(servers.referral, credentials),
      sessions: new tendon.outcomes.v1.SessionService(servers.outcomes, credentials),
    };
  }

  // A unary call; resolves with the answer, rejects with a grpc error. Retries what is worth it.
  async call(service, method, request, retries = 3) {
    for (let attempt = 0; ; ++attempt) {
      try {
        return await this.callOnce(service, method, request);
      } catch (error) {
        if (attempt >= retries || !RETRIED.has(error.code)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
      }
    }
  }

  callOnce(service, method, request) {
    const client = this.clients[service];
    const options = { deadline: Date.now() + 10_000 };
    return new Promise((resolve, reject) => {
      client[method](request, metadataOf(this.identity), options, (error, answer) =>
        error ? reject(error) : resolve(answer),
      );
    });
  }

  // A mutation of a referral: its name, its etag, and an id that makes the call safe to repeat.
  act(method, referral, more = {}) {
    const request = { name: referral.name, etag: referral.etag, request_id: randomUUID(), ...more };
    return this.call('referrals', method, request);
  }

  // Events after a sequence number, as they happen: an async iterator. `position` moves on with each event handed out,
  // so that a watch that ended goes on from there with the same object.
  async *watch(position) {
    const request = { parent: this.identity.organization, after_sequence: position.sequence, epoch: position.epoch };
    const stream = this.clients.events.WatchEvents(request, metadataOf(this.identity));
    try {
      for await (const response of stream) {
        position.epoch = response.epoch;
        for (const event of response.events) {
          position.sequence = event.sequence;
          yield event;
        }
        position.sequence = response.last_sequence;
      }
    } finally {
      stream.cancel();
    }
  }

  close() {
    for (const client of Object.values(this.clients)) client.close();
  }
}

module.exports = { Party, grpc, randomUUID };
