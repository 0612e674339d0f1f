#include "scenario/script.hpp"

#include <algorithm>
#include <istream>
#include <sstream>

namespace robson::scenario {
namespace {

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::istringstream text(line);
  for (std::string word; text >> word;) {
    while (word.size() > 1 && word.back() == ',') word.pop_back();
    words.push_back(word);
  }
  return words;
}

// What the words hold at the pattern's gaps; nothing when they are other words.
std::optional<std::vector<std::string>> match(const std::vector<std::string>& pattern,
                                              const std::vector<std::string>& words) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == "{...}") {
      std::string rest;
      for (std::size_t j = i; j < words.size(); ++j) rest += (j == i ? "" : " ") + words[j];
      if (rest.empty()) return {};
      found.push_back(rest);
      return found;
    }
    if (i >= words.size()) return {};
    if (pattern[i] == "{}") {
      found.push_back(words[i]);
    } else if (pattern[i] != words[i]) {
      return {};
    }
  }
  if (words.size() != pattern.size()) return {};
  return found;
}

}  // namespace

void Language::add(Kind kind, std::string pattern, Action action) {
  steps_.push_back({kind, words_of(pattern), std::move(action)});
}

void Language::run(World& world, Kind kind, const std::vector<std::string>& words) const {
  const Step* best = nullptr;
  std::vector<std::string> found;
  const auto literal = [](const Step& step) {
    return std::ranges::count_if(step.pattern, [](const std::string& word) { return !word.starts_with('{'); });
  };
  for (const Step& step : steps_) {
    if (step.kind != kind) continue;
    auto gaps = match(step.pattern, words);
    if (!gaps || (best != nullptr && literal(step) <= literal(*best))) continue;
    best = &step;
    found = std::move(*gaps);
  }
  if (best == nullptr) throw Fault("these words are not understood");
  best->action(world, found);
}

const Language& language() {
  static const Language taught = [] {
    Language one;
    teach_market(one);
    teach_exchange(one);
    teach_trader(one);
    teach_outcomes(one);
    teach_reports(one);
    return one;
  }();
  return taught;
}

Stumble play(std::istream& script) {
  int at = 0;
  bool checks = false;
  bool began = false;
  int checked = 0;
  try {
    World world;
    for (std::string line; std::getline(script, line);) {
      ++at;
      std::vector<std::string> words = words_of(line);
      if (words.empty() || words.front().starts_with('#')) continue;
      const std::string first = words.front();
      words.erase(words.begin());
      if (first == "given" || first == "when") {
        checks = false;
      } else if (first == "then") {
        checks = true;
      } else if (first != "and" || !began) {
        throw Fault("a line begins with given, when, then or and");
      }
      began = true;
      checked += checks ? 1 : 0;
      language().run(world, checks ? Kind::check : Kind::act, words);
    }
    if (checked == 0) throw Fault("the scenario checks nothing");
    check_end(world);
  } catch (const std::exception& fault) {
    return {std::max(at, 1), fault.what()};
  }
  return {};
}

}  // namespace robson::scenario
