#include "cli/commands/documents.hpp"

#include <fmt/format.h>

namespace robson::cli {
namespace {

constexpr std::size_t longest_password = 128;

// The caller's own password, for step-up.
Read<Secret> own_password(Desk& desk) {
  if (desk.asked.has("--password-stdin")) return Secret(desk.world.read_line().value_or(""));
  if (!desk.world.input_is_terminal) {
    return invalid(
        "the server asks for your password again, and there is no terminal to ask at; give it with "
        "--password-stdin");
  }
  auto typed = desk.world.ask_hidden("This needs your password again: ");
  if (!typed || typed->empty()) return invalid("no password was given");
  return Secret(std::move(*typed));
}

}  // namespace

const Option bot_option{.name = "--bot", .value = "NAME", .help = "of this bot (default: the server's default bot)"};
const Option password_option{.name = "--password-stdin",
                             .value = "",
                             .help = "read passwords from standard input, a line each, instead of asking"};

Page document_page(const std::string& body, std::string list, DocumentView view) {
  Page page = page_of(body, std::move(list));
  page.view = [document = page.document, view](const Look& look) { return view(document, look); };
  return page;
}

PageAsked fetch_document(Desk& desk, std::string target, std::string list, DocumentView view) {
  const auto body = co_await desk.server().document(std::move(target));
  if (!body) co_return Unexpected(body.error());
  Page page = document_page(*body, std::move(list), view);
  page.tabular = !page.list.empty();
  co_return page;
}

client::Query bot_query(const Invocation& asked) {
  client::Query query;
  query.add("bot", asked.value("--bot"));
  return query;
}

net::Task<Read<std::string>> tell(Desk& desk, client::Change change) {
  client::Change again = change;
  auto answer = co_await desk.server().tell(std::move(change));
  if (answer || answer.error().code != "STEP_UP_REQUIRED") co_return answer;
  auto password = own_password(desk);
  if (!password) co_return Unexpected(password.error());
  const auto proven = co_await desk.server().step_up(std::move(*password));
  if (!proven) co_return Unexpected(proven.error());
  co_return co_await desk.server().tell(std::move(again));
}

net::Task<Exit> tell_and_show(Desk& desk, client::Change change, std::string list, DocumentView view) {
  const auto body = co_await tell(desk, std::move(change));
  if (!body) co_return desk.fail(body.error());
  const Page page = document_page(*body, std::move(list), view);
  co_return show(desk, page);
}

Read<std::optional<Secret>> new_password(Desk& desk, const std::string& of) {
  std::optional<std::string> typed;
  if (desk.asked.has("--password-stdin")) {
    typed = desk.world.read_line().value_or("");
  } else if (!desk.world.input_is_terminal) {
    return invalid("there is no terminal to ask for the password; give it with --password-stdin");
  } else {
    typed = desk.world.ask_hidden(fmt::format("New password of {}: ", clean(of)));
    if (!typed) return std::optional<Secret>{};
    const auto again = desk.world.ask_hidden("The same again: ");
    if (!again) return std::optional<Secret>{};
    if (*again != *typed) return invalid("the two passwords are not the same");
  }
  if (typed->empty() || typed->size() > longest_password) {
    return invalid(fmt::format("the password has 1 to {} characters", longest_password));
  }
  return std::optional(Secret(std::move(*typed)));
}

}  // namespace robson::cli
