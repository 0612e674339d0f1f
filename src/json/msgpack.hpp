#pragma once
// MessagePack for what is JSON here: the same tree of values in fewer bytes. Of the format we use what JSON has:
//
//   nil, false, true   integers of 64 bits   float64   str (UTF-8)   array   map with str keys
//
// Written in the smallest form there is. A number that is whole and fits 64 bits is an integer; one with a fraction or
// an exponent, or a larger one, becomes a float64, which may round it. Money never does: it is text in our JSON and
// stays text. (So does -0 become a float64; an integer has no sign of zero.)
// Read in any form. bin, extensions (so timestamps too) and other keys than text are refused: JSON has none of them.
#include <string>
#include <string_view>

#include "json/value.hpp"

namespace robson::json {

// A fault when a number is no JSON number, or one that no float64 can be near.
Result<std::string, Fault> write_msgpack(const Value& value);
// Of a JSON text; a fault also when that is none.
Result<std::string, Fault> write_msgpack(std::string_view json, const Limits& limits = {});

// One value and nothing after it, from bytes that anybody may have sent. Numbers come as JSON texts that give the same
// number. A fault says at which byte. Lengths that the bytes declare take no memory before what they announce is there.
Result<Value, Fault> read_msgpack(std::string_view bytes, const Limits& limits = {});

}  // namespace robson::json
