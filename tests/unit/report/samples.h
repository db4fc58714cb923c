// Three episodes as a clinician meets them: one that responds, one that has come to a plateau, one with a red flag.
#pragma once

#include "clients/report/report.h"

namespace tendon::report {

EpisodeReport Responder();
EpisodeReport Plateau();
EpisodeReport RedFlag();

}  // namespace tendon::report
