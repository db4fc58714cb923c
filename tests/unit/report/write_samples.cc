// report-samples FOLDER: writes responder.html, plateau.html and red-flag.html there.
#include <fstream>
#include <iostream>
#include <string>
#include <utility>

#include "tests/unit/report/samples.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: report-samples FOLDER\n";
    return 2;
  }
  const std::pair<const char*, tendon::report::EpisodeReport> samples[] = {{"responder", tendon::report::Responder()},
                                                                           {"plateau", tendon::report::Plateau()},
                                                                           {"red-flag", tendon::report::RedFlag()}};
  for (const auto& [name, report] : samples) {
    std::ofstream file(std::string(argv[1]) + "/" + name + ".html", std::ios::binary);
    file << tendon::report::RenderHtml(report);
    if (!file.flush()) return 1;
  }
  return 0;
}
