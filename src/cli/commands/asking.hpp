#pragma once
// What the trading commands share: reading their options, asking a person before money moves, keys for requests.
#include <optional>
#include <string>

#include "cli/command.hpp"
#include "cli/desk.hpp"

namespace robson::cli {

template <class T>
using Read = Result<T, client::Error>;

// Of an option or argument; nothing when it was not given.
Read<std::optional<Decimal>> positive_of(const Invocation& asked, std::string_view name);
// One of the option's choices, however its letters' case was typed.
Read<std::optional<std::string>> choice_of(const Invocation& asked, std::string_view name);
// --wait: "3", "3s" or "500ms", up to 10 seconds and less than --timeout; in milliseconds.
Read<std::int64_t> wait_of(const Desk& desk);
// A text of 1 to `longest` characters that has to be there.
Read<std::string> text_of_option(const Invocation& asked, std::string_view name, std::size_t longest);
// SYMBOL-like option as the server wants it; nothing when it was not given.
Read<std::optional<std::string>> symbol_option(const Invocation& asked, std::string_view name);
Read<std::int64_t> id_of(const Invocation& asked, std::string_view name = "ID");

// The option or argument `name` names a strategy by its number or its name; nothing when it was not given.
net::Task<Read<std::optional<std::int64_t>>> strategy_of(Desk& desk, std::string_view name);

// The key of this call: --idempotency-key, else one that nobody has used.
Read<std::string> key_of(const Desk& desk);

// Whether it may be done: --yes, or a person at the terminal who types it after reading `effect`. Nothing: go on.
// Otherwise how the command ends.
std::optional<Exit> refused_consent(Desk& desk, const std::string& effect);

// Options that several commands take.
extern const Option yes_option;
extern const Option key_option;
extern const Option wait_option;

}  // namespace robson::cli
