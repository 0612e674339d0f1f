#pragma once
// The settings of robsond: one table of them, each with its default, what is allowed and what it is for. Read once at
// start; a flag wins over the environment, the environment over the file, the file over the default.
//   file         robson.toml:  [server] listen = "127.0.0.1:8080"
//   environment  ROBSON_SERVER_LISTEN=127.0.0.1:8080
//   flag         --listen 127.0.0.1:8080   (only for those that have one; secrets never do)
// `.env.example` and the guide's table are printed from this table, and a test holds them to it.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/timestamp.hpp"

namespace robson::settings {

struct Settings {
  // [server]
  std::string listen_host{};
  std::uint16_t listen_port = 0;
  std::string data_dir{};
  std::string tls_certificate{};
  std::string tls_key{};
  std::string trusted_proxy{};
  std::vector<std::string> allowed_origins{};
  std::int64_t max_connections = 0;
  log::Level log_level = log::Level::info;
  Secret metrics_token{};
  // [venue]
  std::string venue_url{};
  std::string venue_kind{};  // SIM, PAPER or LIVE
  std::vector<std::string> symbols{};
  std::string currency{};
  Secret api_key{};
  Secret api_secret{};
  // [trading]
  bool trading_enabled = false;
  Duration plan_lifetime{};
  // [paper]
  Decimal paper_balance{};
  Decimal paper_fee{};
  // [bots]
  std::vector<std::string> bots{};  // NAME=URL or NAME@CLIENT=URL
  std::string bot_key_file{};
  Duration bot_rest{};
  // [session]
  Duration access_lifetime{};
  Duration refresh_lifetime{};
  // [limits] requests a minute, logins in five minutes
  std::int64_t limit_viewer = 0;
  std::int64_t limit_operator = 0;
  std::int64_t limit_admin = 0;
  std::int64_t limit_control = 0;
  std::int64_t limit_anonymous = 0;
  std::int64_t limit_producer = 0;
  std::int64_t limit_login = 0;
  // [demo]
  Secret demo_password{};
};

// One row of the table.
struct Setting {
  std::string section{};
  std::string key{};
  std::string preset{};   // the default, as text
  std::string allowed{};  // "host:port"
  std::string purpose{};
  bool secret = false;  // never printed, never a flag; may come from a file named by KEY_file
  // Takes the text into `into`; false when it is not allowed.
  std::function<bool(const std::string& text, Settings& into)> take{};

  std::string name() const { return section + "." + key; }
  std::string variable() const;  // ROBSON_SERVER_LISTEN
};
const std::vector<Setting>& table();

// What is wrong with the settings: one sentence that names the setting, where it came from, its value (never that of
// a secret) and what is allowed.
struct Fault {
  std::string text{};
};

struct Sources {
  std::optional<std::string> file{};                                            // path of robson.toml; none: no file
  std::function<std::optional<std::string>(const std::string&)> environment{};  // by variable name
  std::map<std::string, std::string> flags{};                                   // by setting name: "server.listen"
};

struct Loaded {
  Settings settings{};
  std::map<std::string, std::string> values{};   // as text, secrets masked
  std::map<std::string, std::string> origins{};  // default, file, environment, flag
};
Result<Loaded, Fault> load(const Sources& sources);

// What `--print-config` shows: a robson.toml with the origin of each value; secrets as ***.
std::string print(const Loaded& loaded);
// The content of .env.example, and the table of the guide (Markdown).
std::string env_example();
std::string guide_table();

}  // namespace robson::settings
