#pragma once
// The gate every request passes: correlation id, who is asking, is that allowed, the handler, and what went wrong as an
// RFC 9457 document. Handlers below it see a known caller and answer a response or a problem. Loop thread.
#include <functional>
#include <memory>
#include <variant>

#include "accounts/accounts.hpp"
#include "net/router.hpp"
#include "net/server.hpp"
#include "routes/metrics.hpp"
#include "routes/tickets.hpp"
#include "wire/problem.hpp"

namespace robson::routes {

// Who may: anybody; whoever is signed in; the same, known by `?token=` too, since an EventSource cannot set headers;
// those with the role operator or admin; those with the role admin.
enum class Access { everyone, signed_in, readers, operators, admins };

struct Keeping;  // of an Idempotency-Key

// A request on its way through a handler.
struct Exchange {
  net::Request request{};
  net::PathParameters parameters{};
  std::optional<accounts::Caller> caller{};  // there, unless Access::everyone was asked for
  std::string correlation_id{};
  std::shared_ptr<Keeping> keeping{};  // there, when the answer is to be kept for a key

  TenantId tenant() const { return caller ? caller->tenant : TenantId{}; }
};

// A handler's failure; the gate adds title and correlation id.
struct Failure {
  int status = 500;
  std::string code{};
  std::string detail{};
  std::optional<std::string> field{};
  std::optional<int> retry_after{};
};
using Answer = Result<net::Response, Failure>;
using QuickHandler = std::function<Answer(const Exchange&)>;
using SlowHandler = std::function<net::Task<Answer>(Exchange)>;
// Answers without an end. The listener sees to it that it ends with the caller's rights.
using StreamAnswer = Result<net::OpenStream, Failure>;
using StreamHandler = std::function<StreamAnswer(const Exchange&)>;

// Who opens a socket. Neither: the client has to say so in its first message.
using SocketCaller = std::variant<std::monostate, accounts::Caller, Failure>;

struct GateOptions {
  std::vector<std::string> allowed_origins{};  // beside the server's own
  std::string trusted_proxy{};                 // whose X-Forwarded-* are believed; empty: nobody's
};

class Gate {
 public:
  Gate(net::Context& context, const Clock& clock, accounts::Accounts& accounts, Metrics& metrics, GateOptions options);

  void quick(net::Method method, std::string pattern, Access access, QuickHandler handler);
  void slow(net::Method method, std::string pattern, Access access, SlowHandler handler);
  void stream(std::string pattern, Access access, StreamHandler handler);  // GET
  // For paths that no pattern matches and that are not the API's: the web pages.
  void otherwise(QuickHandler handler) { otherwise_ = std::move(handler); }

  void serve(net::Request request, net::Respond respond);

  // Who opens a WebSocket, by cookie (whose Origin must be ours), header, sub-protocol or `?token=`.
  SocketCaller socket_caller(const net::Request& request);
  net::Response refuse_socket(const net::Request& request, const Failure& failure) const;
  // Whose access token or ticket that is. A ticket is spent by it.
  Result<accounts::Caller, accounts::AuthError> identify(std::string_view token);

  // "METHOD pattern" of every route, for the check against the document.
  std::vector<std::string> routes() const;
  accounts::Accounts& accounts() { return accounts_; }
  Tickets& tickets() { return tickets_; }

 private:
  struct Handler {
    Access access{};
    std::variant<QuickHandler, SlowHandler, StreamHandler> run{};
  };
  std::optional<Failure> admit(Exchange& exchange, Access access);
  bool is_own_origin(const net::Request& request) const;
  net::Response finish(Answer answer, const Exchange& exchange, const std::string& route, Timestamp began) const;
  Answer run_quick(const QuickHandler& handler, const Exchange& exchange, const std::string& route) const;
  void run_stream(const StreamHandler& handler, const Exchange& exchange, const std::string& route, Timestamp began,
                  net::Respond respond) const;
  net::Task<void> run_slow(SlowHandler handler, Exchange exchange, std::string route, Timestamp began,
                           net::Respond respond);

  net::Context& context_;
  const Clock& clock_;
  accounts::Accounts& accounts_;
  Metrics& metrics_;
  GateOptions options_;
  Tickets tickets_;
  net::Router<Handler> router_;
  QuickHandler otherwise_;
};

// The address of the client: the peer's, or what the trusted proxy says.
std::string client_address(const net::Request& request, const std::string& trusted_proxy);
// The value of a cookie; empty when it is not there.
std::string cookie(const net::Request& request, std::string_view name);

// Answers.
net::Response json_response(std::string body, int status = 200);
net::Response problem_response(const Failure& failure, const std::string& correlation_id);
Failure not_found(std::string code, std::string detail);
Failure unprocessable(std::string field, std::string detail);

}  // namespace robson::routes
