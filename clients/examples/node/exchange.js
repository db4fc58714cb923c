#!/usr/bin/env node
// The whole exchange from Node: two organisations, a referral, a watch that sees it arrive, six sessions, the outcome.
// Ends with exit code 0 when everything came out as it should. The patient is made up.
//   npm install && node exchange.js REFERRAL_SERVER OUTCOMES_SERVER        e.g. 127.0.0.1:7600 127.0.0.1:7601
'use strict';

const assert = require('node:assert/strict');
const { Party, grpc, randomUUID } = require('./tendon');

const PAIN_BEFORE = [7, 6, 6, 5, 4, 3];

// An organisation with one clinician; returns the clinician as a party.
async function join(servers, operator, id, displayName, person, discipline) {
  const organization = `organizations/${id}`;
  await operator.call('directory', 'CreateOrganization', {
    organization_id: id,
    organization: { display_name: displayName },
    request_id: randomUUID(),
  });
  const desk = new Party(servers, { organization, role: 'administrator' });
  const clinician = await desk.call('directory', 'CreateClinician', {
    parent: organization,
    clinician_id: person,
    clinician: { display_name: `${person} (sample)`, disciplines: [`DISCIPLINE_${discipline}`] },
    request_id: randomUUID(),
  });
  desk.close();
  return new Party(servers, { organization, clinician: clinician.name, role: discipline.toLowerCase() });
}

function writeReferral(physician, practice) {
  return physician.call('referrals', 'CreateReferral', {
    referral: {
      recipient: practice,
      discipline: 'DISCIPLINE_MASSAGE_THERAPIST',
      patient: { identifiers: [{ system: 'urn:example:mrn', value: '1001' }], name: { family: 'Example' } },
      reason_conditions: [{ icd10cm: 'M54.50', text: 'Low back pain' }],
      goals: [{ kind: 'TREATMENT_GOAL_PAIN_RELIEF', measure: 'NPRS', target: 2 }],
      authorization: { sessions: PAIN_BEFORE.length },
    },
    request_id: randomUUID(),
  });
}

// Waits on the recipient's feed until a referral was sent to it.
async function firstArrival(therapist, position) {
  for await (const event of therapist.watch(position)) {
    if (event.transition === 'REFERRAL_EVENT_SEND') return event.resource;
  }
  throw new Error('the watch ended before a referral came');
}

async function treat(therapist, referral) {
  let current = referral;
  for (const pain of PAIN_BEFORE) {
    current = await therapist.act('StartSession', current);
    await therapist.call('sessions', 'RecordSession', {
      parent: referral.name,
      session: {
        status: 'SESSION_STATUS_COMPLETED',
        start_time: { seconds: Math.floor(Date.now() / 1000), nanos: 0 },
        observations: [
          { measure: 'NPRS', value: pain, phase: 'OBSERVATION_PHASE_BEFORE', recall: 'now' },
          { measure: 'NPRS', value: pain - 1, phase: 'OBSERVATION_PHASE_AFTER', recall: 'now' },
        ],
      },
      request_id: randomUUID(),
    });
  }
  return current;
}

// Every event of the feed so far, through ListEvents.
async function replay(party) {
  const events = [];
  for (let more = true, after = 0; more; ) {
    const page = await party.call('events', 'ListEvents', { parent: party.identity.organization, after_sequence: after });
    events.push(...page.events);
    ({ more, last_sequence: after } = page);
  }
  return events;
}

async function main(servers) {
  const operator = new Party(servers, { role: 'operator' });
  const physician = await join(servers, operator, 'node-clinic', 'Clinic (sample)', 'ada', 'PHYSICIAN');
  const therapist = await join(servers, operator, 'node-practice', 'Practice (sample)', 'max', 'MASSAGE_THERAPIST');

  const position = { sequence: 0, epoch: '' };
  const arrival = firstArrival(therapist, position);
  const draft = await writeReferral(physician, therapist.identity.organization);
  const sent = await physician.act('SendReferral', draft);
  console.log(`sent ${sent.name} (${sent.state})`);
  assert.equal(await arrival, sent.name);
  console.log('the recipient\'s watch saw it arrive');

  const received = await therapist.act('ReceiveReferral', sent);
  const accepted = await therapist.act('AcceptReferral', received);
  assert.equal(accepted.state, 'REFERRAL_STATE_ACCEPTED');
  await assert.rejects(therapist.act('AcceptReferral', received), { code: grpc.status.ABORTED }, 'a stale etag');
  const treated = await treat(therapist, accepted);
  const episode = await physician.call('sessions', 'GetEpisode', { name: `${sent.name}/episodes/-` });
  const [pain] = episode.measures;
  console.log(`sessions ${episode.sessions_completed} of ${episode.sessions_authorized}; pain ${pain.baseline} -> ${pain.latest}`);
  assert.deepEqual([episode.sessions_completed, pain.measure, pain.baseline, pain.latest, pain.change], [6, 'NPRS', 7, 3, -4]);

  const summary = { text: 'Back at work without pain medication.', discharge_reason: 'DISCHARGE_REASON_GOALS_MET' };
  const completed = await therapist.act('CompleteReferral', treated, { closing_summary: summary });
  const closed = await physician.act('AcknowledgeReferral', completed);
  assert.equal(closed.state, 'REFERRAL_STATE_CLOSED');
  for (const party of [physician, therapist]) {
    const events = await replay(party);
    assert.deepEqual(events.map((event) => event.sequence), events.map((_, index) => index + 1), 'a feed without gaps');
  }
  // The watch goes on where it ended: nothing twice, nothing left out.
  const resumedAfter = position.sequence;
  const seen = [];
  for await (const event of therapist.watch(position)) {
    seen.push(event.sequence);
    if (event.transition === 'REFERRAL_EVENT_ACKNOWLEDGE') break;
  }
  assert.deepEqual(seen, seen.map((_, index) => resumedAfter + 1 + index));
  console.log(`closed; the watch went on after ${resumedAfter} and came to ${seen.at(-1)}`);
  for (const party of [operator, physician, therapist]) party.close();
}

const [referral, outcomes] = process.argv.slice(2);
if (!referral || !outcomes) {
  console.error('usage: node exchange.js REFERRAL_SERVER OUTCOMES_SERVER');
  process.exit(2);
}
main({ referral, outcomes }).catch((error) => {
  console.error(error);
  process.exit(1);
});
