#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/views/views.hpp"

namespace robson::cli {
namespace {

constexpr std::size_t longest_password = 128;
constexpr std::size_t longest_key = 256;

// Nothing when the asking was interrupted.
Result<std::optional<std::string>, std::string> username(const Desk& desk) {
  if (desk.asked.has("--username")) return std::optional(desk.asked.value("--username"));
  if (!desk.world.input_is_terminal) return Unexpected(std::string("--username is missing"));
  (void)desk.world.err.write("User name: ");
  return desk.world.read_line();
}

// Never from an argument: others can read those.
Result<std::optional<std::string>, std::string> password(const Desk& desk, const std::string& name) {
  if (desk.asked.has("--password-stdin")) return std::optional(desk.world.read_line().value_or(""));
  if (!desk.world.input_is_terminal) {
    return Unexpected(std::string("there is no terminal to ask for the password; give it with --password-stdin"));
  }
  return desk.world.ask_hidden(fmt::format("Password of {} at {}: ", clean(name), desk.settings.address.text()));
}

// The second factor's code: from standard input behind the password, or asked for.
std::optional<std::string> second_factor(Desk& desk) {
  if (!desk.asked.has("--password-stdin")) {
    if (!desk.world.input_is_terminal) return std::nullopt;
    (void)desk.world.err.write("Code of the second factor: ");
  }
  return desk.world.read_line();
}

// A person's password does not travel twice unless the server asks for the code with it.
net::Task<Result<void, client::Error>> sign_in(Desk& desk, wire::Credentials credentials) {
  wire::Credentials again = credentials;
  auto done = co_await desk.server().login(std::move(credentials));
  if (done || done.error().code != "TOTP_REQUIRED") co_return done;
  again.totp = second_factor(desk);
  if (!again.totp || again.totp->empty()) co_return done;
  co_return co_await desk.server().login(std::move(again));
}

// An address that was typed is kept with its profile, so that the next call finds the session that was just opened.
void remember_profile(Desk& desk) {
  const Settings& settings = desk.settings;
  if (settings.url_source != Source::flag) return;
  const auto text = read_text_file(settings.config_path);
  if (!text) return;
  const std::string changed = with_profile_url(*text, settings.profile, settings.address.text());
  if (!parse_config(changed, settings.config_path) || !replace_text_file(settings.config_path, changed)) {
    desk.note(fmt::format("The profile's address could not be kept in {}.", settings.config_path));
  }
}

net::Task<Exit> login_with_key(Desk& desk) {
  if (desk.asked.has("--username") || desk.asked.has("--password-stdin")) {
    co_return desk.usage("--api-key-stdin stands alone: a key is nobody's password");
  }
  const std::string typed = desk.world.read_line().value_or("");
  const bool printable = std::ranges::all_of(typed, [](char c) { return c > ' ' && c <= '~'; });
  if (typed.empty() || typed.size() > longest_key || !printable) {
    co_return desk.usage("standard input holds no API key: one line without blanks");
  }
  const client::Address& address = desk.settings.address;
  if (!address.secure && !address.is_loopback()) {
    co_return desk.usage(
        fmt::format("{} is not encrypted; an API key is only sent over https or to this machine", address.text()));
  }
  const auto done = co_await desk.server().login_with_key(Secret(typed));
  if (!done) co_return desk.fail(done.error());
  remember_profile(desk);
  desk.note(fmt::format("The API key is kept for {}.", address.text()));
  co_return Exit::ok;
}

}  // namespace

net::Task<Exit> login(Desk& desk) {
  if (desk.asked.has("--api-key-stdin")) co_return co_await login_with_key(desk);
  const auto asked = username(desk);
  if (!asked) co_return desk.usage(asked.error());
  const auto& name = *asked;
  if (!name) co_return Exit::interrupted;
  if (name->empty() || name->size() > 64) co_return desk.usage("the user name has 1 to 64 characters");
  auto typed = password(desk, *name);
  if (!typed) co_return desk.usage(typed.error());
  if (!*typed) co_return Exit::interrupted;
  if ((*typed)->empty() || (*typed)->size() > longest_password) {
    co_return desk.usage(fmt::format("the password has 1 to {} characters", longest_password));
  }
  const client::Address& address = desk.settings.address;
  if (!address.secure && !address.is_loopback()) {
    desk.note(fmt::format("Warning: {} is not encrypted; others on the way can read the password.", address.text()));
  }
  wire::Credentials credentials{.username = *name, .password = std::move(**typed)};
  const auto done = co_await sign_in(desk, std::move(credentials));
  if (!done) {
    client::Error error = done.error();
    const bool about_code = error.code.find("TOTP") != std::string::npos;
    if (error.cause == client::Cause::login_needed && !about_code)
      error.text = "the user name or the password is wrong";
    co_return desk.fail(error);
  }
  remember_profile(desk);
  desk.note(fmt::format("Signed in as {} at {}.", clean(*name), address.text()));
  if (!desk.settings.token.empty()) desk.note("ROBSON_API_TOKEN is set and is used instead of this session.");
  co_return Exit::ok;
}

net::Task<Exit> logout(Desk& desk) {
  const auto done = co_await desk.server().logout();
  if (!done && done.error().cause == client::Cause::login_needed) {
    desk.note(fmt::format("You were not signed in at {}.", desk.settings.address.text()));
    co_return Exit::ok;
  }
  if (!done) {
    desk.note("The session was forgotten here, but the server did not confirm its end.");
    co_return desk.fail(done.error());
  }
  desk.note(fmt::format("Signed out at {}.", desk.settings.address.text()));
  co_return Exit::ok;
}

PageAsked fetch_session(Desk& desk) {
  auto answer = co_await desk.server().session();
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body);
  page.view = [session = std::move(answer->value), url = desk.settings.address.text()](const Look& look) {
    return session_view(session, url, look);
  };
  co_return page;
}

}  // namespace robson::cli
