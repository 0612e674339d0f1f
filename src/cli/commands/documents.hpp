#pragma once
// Commands that show the server's document by the names of its members, and changes that may need a fresh proof of who
// asks.
#include <optional>
#include <string>

#include "cli/commands/all.hpp"
#include "cli/commands/asking.hpp"
#include "cli/desk.hpp"

namespace robson::cli {

using DocumentView = std::string (*)(const json::Value& document, const Look& look);

// `list`: the member that holds the rows; empty: there are none.
Page document_page(const std::string& body, std::string list, DocumentView view);
PageAsked fetch_document(Desk& desk, std::string target, std::string list, DocumentView view);

// The query of the commands of bots: --bot.
client::Query bot_query(const Invocation& asked);

// Sends the change. Where the server wants to know again who asks (STEP_UP_REQUIRED), the password is asked for at the
// terminal, or with --password-stdin read from the next line of standard input, and the change is sent once more.
net::Task<Read<std::string>> tell(Desk& desk, client::Change change);
// The same, and its answer shown.
net::Task<Exit> tell_and_show(Desk& desk, client::Change change, std::string list, DocumentView view);

// A password for somebody: with --password-stdin the next line, else asked for twice. Nothing: interrupted.
Read<std::optional<Secret>> new_password(Desk& desk, const std::string& of);

extern const Option bot_option;
extern const Option password_option;

}  // namespace robson::cli
