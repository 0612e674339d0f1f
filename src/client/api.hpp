#pragma once
// A typed client of Robson's public API (api/openapi.yaml). Loop thread.
//
// It sends the access token that its TokenFile (or its fixed token) holds. When that has run out, or the server says
// 401, it trades the refresh token for a new pair once, under the file's lock, and repeats the call; another process
// that renewed meanwhile is noticed, and its pair is used. Answers may have members that this client does not know yet.
#include <memory>
#include <optional>
#include <string>

#include "client/address.hpp"
#include "client/error.hpp"
#include "client/token_file.hpp"
#include "net/http_client.hpp"
#include "wire/health.hpp"
#include "wire/market.hpp"
#include "wire/portfolio.hpp"
#include "wire/session.hpp"

namespace robson::client {

// What came back: the values, and the document as the server wrote it.
template <class T>
struct Answer {
  T value{};
  std::string body{};
  net::Headers headers{};
};
template <class T>
using Asked = net::Task<Result<Answer<T>, Error>>;

// How this caller shows who it is: a token of its own, or the profile's session in a file. The first wins.
struct Access {
  Secret token{};
  std::optional<TokenFile> file{};
};

struct ApiOptions {
  Address address{};
  Access access{};
  Duration timeout = std::chrono::seconds(10);  // of one call
  std::string ca_file{};                        // PEM; empty: the system's
  std::string user_agent = "robson";
};

struct KlinesQuery {
  std::string symbol{};
  std::string interval = "15m";
  std::int64_t limit = 100;
};

class Api {
 public:
  // `clock` outlives it.
  Api(net::Context& context, const Clock& clock, ApiOptions options);

  Asked<wire::Positions> positions();
  Asked<wire::Position> position(std::int64_t id);
  Asked<wire::PortfolioSummary> summary();
  Asked<wire::AccountBalance> balance();
  Asked<wire::Patrimony> patrimony();
  Asked<wire::Price> price(const std::string& symbol);
  Asked<wire::Ticker> ticker(const std::string& symbol);
  Asked<wire::Depth> depth(const std::string& symbol, std::int64_t limit);
  Asked<wire::Klines> klines(KlinesQuery query);
  Asked<wire::Session> session();
  Asked<wire::Health> health();  // without a session; an unhealthy server's 503 is an answer too

  // Any path of the API, as it is. The Reply may have any status.
  net::Task<Result<net::Reply, Error>> get(std::string target);

  // Signs in and keeps the session in the file. The password lives in `credentials` only.
  net::Task<Result<void, Error>> login(wire::Credentials credentials);
  // Ends the session at the server and forgets it here; here it is forgotten in any case.
  net::Task<Result<void, Error>> logout();

  // A token that was good a moment ago: renewed when it has run out. login_needed when there is none.
  net::Task<Result<Secret, Error>> token();
  // Another token in place of `rejected`, which the server refused.
  net::Task<Result<Secret, Error>> renew(Secret rejected);

  const ApiOptions& options() const { return options_; }
  net::Context& context() { return context_; }

 private:
  enum class Session { needed, none };
  net::Task<Result<net::Reply, Error>> send(net::Call call);
  net::Task<Result<net::Reply, Error>> send_signed(net::Call call);
  net::Task<Result<net::Reply, Error>> ask(std::string path, Session session);
  template <class T>
  Asked<T> read(std::string path, Session session = Session::needed);
  net::Task<Result<FileLock, Error>> lock();
  net::Task<Result<Secret, Error>> renew_locked(Tokens stored);
  Result<std::optional<Tokens>, Error> stored() const;

  net::Context& context_;
  const Clock& clock_;
  ApiOptions options_;
  std::unique_ptr<net::HttpClient> http_;
};

}  // namespace robson::client
