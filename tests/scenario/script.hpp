#pragma once
// The language of the scenarios: one step a line, in a trader's words.
//
//   # a comment
//   given the account holds 10000 USDC      given, when: something is so, something happens
//   when 2 seconds pass
//   then nothing is sent                    then: something must hold
//   and the operation is ACTIVE             and: goes on with the word before
//
// A step is known by its pattern: words that must be there, {} for any one word, {...} for the rest of the line. Commas
// at the end of a word count for nothing. A line that no pattern knows is an error that names file and line.
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "scenario/world.hpp"

namespace robson::scenario {

enum class Kind { act, check };  // given and when; then
using Words = std::span<const std::string>;
using Action = std::function<void(World&, Words)>;

class Language {
 public:
  void act(std::string pattern, Action action) { add(Kind::act, std::move(pattern), std::move(action)); }
  void check(std::string pattern, Action action) { add(Kind::check, std::move(pattern), std::move(action)); }
  // Does what the words say; throws Fault when they are not understood or do not hold.
  void run(World& world, Kind kind, const std::vector<std::string>& words) const;

 private:
  struct Step {
    Kind kind{};
    std::vector<std::string> pattern{};
    Action action{};
  };
  void add(Kind kind, std::string pattern, Action action);
  std::vector<Step> steps_;
};

void teach_market(Language& language);    // prices, charts, accounts, time
void teach_exchange(Language& language);  // what the exchange does and answers
void teach_trader(Language& language);    // what people command
void teach_outcomes(Language& language);  // what must hold: orders sent, the operation, the desk
void teach_reports(Language& language);   // what must hold: plans, validation, proofs
const Language& language();

// Where a scenario went wrong, and how.
struct Stumble {
  int line = 0;  // 0: it did not
  std::string text{};
};
Stumble play(std::istream& script);

}  // namespace robson::scenario
