#pragma once
#include <string_view>
namespace robson {
// States what cannot be otherwise. If it is, the program logs `why` and aborts, in release builds too: a trading
// process that has lost its mind must not go on. Never for input: input gets an error.
void ensure(bool condition, std::string_view why);
}  // namespace robson
