#include "services/outcomes/server.h"

int main(int argc, char** argv) { return tendon::outcomes::RunOutcomesServer(argc, argv); }
