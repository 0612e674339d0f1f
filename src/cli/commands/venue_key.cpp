#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/all.hpp"
#include "cli/commands/asking.hpp"
#include "cli/views/trading.hpp"

namespace robson::cli {
namespace {

constexpr std::size_t longest_key = 256;

Page keys_page(client::Answer<wire::VenueKeys> answer) {
  Page page = page_of(answer.body, "keys");
  page.view = [keys = std::move(answer.value)](const Look& look) { return venue_keys_view(keys, look); };
  return page;
}

// From two lines of standard input, or asked for without showing it; never from an argument, which others can read.
std::optional<std::string> typed_secret(const Desk& desk, std::string_view question) {
  return desk.world.input_is_terminal ? desk.world.ask_hidden(question) : desk.world.read_line().value_or("");
}

bool is_key(const std::string& text) {
  return !text.empty() && text.size() <= longest_key &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

PageAsked fetch_venue_keys(Desk& desk) {
  auto answer = co_await desk.server().venue_keys();
  if (!answer) co_return Unexpected(std::move(answer).error());
  co_return keys_page(std::move(*answer));
}

net::Task<Exit> set_venue_key(Desk& desk) {
  wire::VenueKeyRequest request;
  const auto key = typed_secret(desk, "API key of the venue: ");
  if (!key) co_return Exit::interrupted;
  const auto secret = typed_secret(desk, "Its secret: ");
  if (!secret) co_return Exit::interrupted;
  if (!is_key(*key) || !is_key(*secret)) {
    co_return desk.usage(
        "the venue key and its secret are two lines of standard input, of 1 to 256 characters each, without blanks");
  }
  const client::Address& address = desk.settings.address;
  if (!address.secure && !address.is_loopback()) {
    co_return desk.usage(
        fmt::format("{} is not encrypted; a venue key is only sent over https or to this machine", address.text()));
  }
  request.api_key = *key;
  request.api_secret = *secret;
  auto answer = co_await desk.server().put_venue_key(request);
  if (!answer) co_return desk.fail(answer.error());
  const Page page = keys_page(std::move(*answer));
  co_return show(desk, page);
}

net::Task<Exit> remove_venue_key(Desk& desk) {
  const std::string effect =
      "This forgets the venue key: Robson can then neither trade nor see the account until another is entered.\n";
  if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  auto answer = co_await desk.server().remove_venue_key();
  if (!answer) co_return desk.fail(answer.error());
  const Page page = keys_page(std::move(*answer));
  co_return show(desk, page);
}

}  // namespace robson::cli
