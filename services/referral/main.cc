#include "services/referral/server.h"

int main(int argc, char** argv) { return tendon::referral::RunReferralServer(argc, argv); }
