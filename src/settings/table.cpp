#include <algorithm>
#include <charconv>

#include "settings/settings.hpp"

namespace robson::settings {
namespace {

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text + ",") {
    if (c != ',') {
      if (c != ' ') part.push_back(c);
      continue;
    }
    if (!part.empty()) parts.push_back(part);
    part.clear();
  }
  return parts;
}

bool take_number(const std::string& text, std::int64_t least, std::int64_t most, std::int64_t& into) {
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || end != text.data() + text.size() || number < least || number > most) return false;
  into = number;
  return true;
}

bool take_listen(const std::string& text, Settings& into) {
  const auto colon = text.rfind(':');
  std::int64_t port = 0;
  if (colon == std::string::npos || colon == 0 || !take_number(text.substr(colon + 1), 0, 65535, port)) return false;
  into.listen_host = text.substr(0, colon);
  if (into.listen_host.front() == '[' && into.listen_host.back() == ']') {
    into.listen_host = into.listen_host.substr(1, into.listen_host.size() - 2);
  }
  into.listen_port = static_cast<std::uint16_t>(port);
  return true;
}

bool is_address(const std::string& text, std::string_view scheme) {
  return text.starts_with(scheme) && text.size() > scheme.size() && text.find(' ') == std::string::npos &&
         text.find('@') == std::string::npos;
}

bool is_web_address(const std::string& text) {
  return is_address(text, "http://") || is_address(text, "https://");
}

bool take_origins(const std::string& text, Settings& into) {
  into.allowed_origins = split_list(text);
  return std::ranges::all_of(into.allowed_origins, is_web_address);
}

bool take_symbols(const std::string& text, Settings& into) {
  into.symbols = split_list(text);
  const auto is_symbol = [](const std::string& symbol) {
    return symbol.size() <= 32 &&
           std::ranges::all_of(symbol, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
  };
  return !into.symbols.empty() && into.symbols.size() <= 100 && std::ranges::all_of(into.symbols, is_symbol);
}

// A whole number and one of s, m, h, d.
bool take_duration(const std::string& text, Duration& into) {
  if (text.size() < 2) return false;
  std::int64_t count = 0;
  if (!take_number(text.substr(0, text.size() - 1), 1, 1'000'000, count)) return false;
  switch (text.back()) {
    case 's': into = std::chrono::seconds(count); break;
    case 'm': into = std::chrono::minutes(count); break;
    case 'h': into = std::chrono::hours(count); break;
    case 'd': into = std::chrono::hours(24 * count); break;
    default: return false;
  }
  return true;
}

bool take_lifetime(const std::string& text, Duration& into) {
  return take_duration(text, into) && into >= std::chrono::seconds(60) && into <= std::chrono::hours(24 * 365);
}

bool take_decimal(const std::string& text, std::string_view least, std::string_view most, Decimal& into) {
  const auto number = Decimal::parse(text);
  if (!number || *number < *Decimal::parse(least) || *number > *Decimal::parse(most)) return false;
  into = *number;
  return true;
}

auto text_into(std::string Settings::*member) {
  return [member](const std::string& text, Settings& into) {
    into.*member = text;
    return text.size() <= 4096;
  };
}
auto secret_into(Secret Settings::*member) {
  return [member](const std::string& text, Settings& into) {
    into.*member = Secret(text);
    return text.size() <= 4096;
  };
}

// None of them can be switched off.
Setting limit(const char* key, const char* preset, const char* purpose, std::int64_t Settings::*member) {
  return {
      "limits",
      key,
      preset,
      "a whole number from 1 to 100000000",
      purpose,
      false,
      [member](const std::string& text, Settings& into) { return take_number(text, 1, 100'000'000, into.*member); }};
}

std::vector<Setting> make_table() {
  return {
      {"server", "listen", "127.0.0.1:8080", "host:port; beyond loopback only with TLS or a trusted proxy",
       "Where the server listens.", false, take_listen},
      {"server", "data_dir", "./robson-data", "a directory that the server may write", "Where everything is kept.",
       false, [](const std::string& text, Settings& into) { return !(into.data_dir = text).empty(); }},
      {"server", "tls_certificate", "", "a PEM file, or nothing", "Certificate chain for HTTPS.", false,
       text_into(&Settings::tls_certificate)},
      {"server", "tls_key", "", "a PEM file, or nothing", "Private key of the certificate.", false,
       text_into(&Settings::tls_key)},
      {"server", "trusted_proxy", "", "an IP address, or nothing",
       "The proxy in front, whose X-Forwarded-For and X-Forwarded-Proto are believed.", false,
       text_into(&Settings::trusted_proxy)},
      {"server", "allowed_origins", "", "http(s)://host addresses, separated by commas",
       "Other web origins that may use a browser's session.", false, take_origins},
      {"server", "max_connections", "10000", "a whole number from 10 to 100000",
       "Open feeds at most (WebSockets and event streams); 256 connections for requests are kept beside them.", false,
       [](const std::string& text, Settings& into) { return take_number(text, 10, 100'000, into.max_connections); }},
      {"server", "log_level", "info", "one of debug, info, warning, error, critical",
       "The lowest level that is logged.", false,
       [](const std::string& text, Settings& into) { return text != "off" && log::parse(text, into.log_level); }},
      {"server", "metrics_token", "", "any text", "Bearer token for /metrics when the server listens beyond loopback.",
       true, secret_into(&Settings::metrics_token)},
      {"venue", "url", "https://api.binance.com", "an http:// or https:// address",
       "REST address of the exchange; its streams are derived from it.", false,
       [](const std::string& text, Settings& into) {
         into.venue_url = text;
         return is_web_address(text);
       }},
      {"venue", "kind", "auto", "one of auto, SIM, PAPER, LIVE",
       "What every screen says; auto is SIM for a loopback address and LIVE for every other.", false,
       [](const std::string& text, Settings& into) {
         into.venue_kind = text;
         return text == "auto" || text == "SIM" || text == "PAPER" || text == "LIVE";
       }},
      {"venue", "symbols", "BTCUSDC,ETHUSDC", "1 to 100 symbols, separated by commas",
       "Markets that are watched all the time; those of open positions are watched anyway.", false, take_symbols},
      {"venue", "currency", "USDC", "an asset of 1 to 10 letters and digits", "In which accounts are valued.", false,
       [](const std::string& text, Settings& into) {
         into.currency = text;
         return !text.empty() && text.size() <= 10;
       }},
      {"venue", "api_key", "", "the exchange's API key", "Opens the account of client 1.", true,
       secret_into(&Settings::api_key)},
      {"venue", "api_secret", "", "the exchange's API secret", "Signs requests for the account of client 1.", true,
       secret_into(&Settings::api_secret)},
      {"trading", "enabled", "false", "true or false",
       "Whether this server may send orders at all; each client has a switch of its own besides.", false,
       [](const std::string& text, Settings& into) {
         into.trading_enabled = text == "true";
         return text == "true" || text == "false";
       }},
      {"trading", "plan_lifetime", "5m", "60s to 1d, as 90s, 5m or 1h", "How long a plan may be executed.", false,
       [](const std::string& text, Settings& into) {
         return take_lifetime(text, into.plan_lifetime) && into.plan_lifetime <= std::chrono::hours(24);
       }},
      {"paper", "balance", "10000", "an amount above 0", "What a paper account starts with, in venue.currency.", false,
       [](const std::string& text, Settings& into) {
         return take_decimal(text, "0.01", "1000000000", into.paper_balance);
       }},
      {"paper", "fee", "0.001", "a fraction from 0 to 0.05", "What a paper account pays on each fill.", false,
       [](const std::string& text, Settings& into) { return take_decimal(text, "0", "0.05", into.paper_fee); }},
      {"bots", "attach", "", "NAME=URL or NAME@CLIENT=URL each, separated by commas, at most 50",
       "Delta-neutral bots to watch and steer; without a client they are client 1's.", false,
       [](const std::string& text, Settings& into) {
         into.bots = split_list(text);
         return into.bots.size() <= 50;
       }},
      {"bots", "key_file", "", "a file that only its owner may read, with lines NAME KEY or one key for all",
       "Admin keys of the bots.", false, text_into(&Settings::bot_key_file)},
      {"bots", "rest", "30s", "1s to 10m, as 30s or 2m", "How long a bot that does not answer is left alone.", false,
       [](const std::string& text, Settings& into) {
         return take_duration(text, into.bot_rest) && into.bot_rest <= std::chrono::minutes(10);
       }},
      {"session", "access_lifetime", "24h", "60s to 365d, as 30m, 24h or 7d", "How long an access token lives.", false,
       [](const std::string& text, Settings& into) { return take_lifetime(text, into.access_lifetime); }},
      {"session", "refresh_lifetime", "30d", "60s to 365d, as 30m, 24h or 7d", "How long a refresh token lives.", false,
       [](const std::string& text, Settings& into) { return take_lifetime(text, into.refresh_lifetime); }},
      limit("viewer", "100", "Requests of one viewer within a minute.", &Settings::limit_viewer),
      limit("operator", "200", "Requests of one operator within a minute.", &Settings::limit_operator),
      limit("admin", "500", "Requests of one admin within a minute.", &Settings::limit_admin),
      limit("control", "10", "Of one user's requests, those under /api/v1/control/ within a minute.",
            &Settings::limit_control),
      limit("anonymous", "600", "Requests from one address without a valid session, token or key within a minute.",
            &Settings::limit_anonymous),
      limit("producer", "120000", "Signed requests of one producer of signals within a minute.",
            &Settings::limit_producer),
      limit("login", "5", "Attempts to sign in for one account from one address within five minutes.",
            &Settings::limit_login),
      {"demo", "password", "", "8 to 128 bytes", "Password of the demo's user admin; made up and printed when absent.",
       true, secret_into(&Settings::demo_password)},
  };
}

}  // namespace

const std::vector<Setting>& table() {
  static const std::vector<Setting> rows = make_table();
  return rows;
}

}  // namespace robson::settings
