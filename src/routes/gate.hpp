#pragma once
// The gate every request passes: correlation id, who is asking, is that allowed, how often, the handler, its row in the
// audit, and what went wrong as an RFC 9457 document. Handlers below it see a known caller and answer a response or a
// problem. Loop thread.
#include <functional>
#include <map>
#include <memory>
#include <variant>

#include "accounts/accounts.hpp"
#include "accounts/audit_log.hpp"
#include "net/router.hpp"
#include "net/server.hpp"
#include "routes/metrics.hpp"
#include "routes/origins.hpp"
#include "routes/request_limits.hpp"
#include "routes/tickets.hpp"
#include "wire/problem.hpp"

namespace robson::routes {

// Who may: anybody; producers, whom their signature shows and the handler knows; whoever is signed in; the same, known
// by `?token=` too, since an EventSource cannot set headers; those with the role operator or admin; those with the role
// admin.
enum class Access { everyone, producers, signed_in, readers, operators, admins };

struct Keeping;  // of an Idempotency-Key

// What a handler tells the audit of its request beside what the gate knows: the scope, the reason. Never a secret.
using AuditNotes = std::map<std::string, std::string>;

// A request on its way through a handler.
struct Exchange {
  net::Request request{};
  net::PathParameters parameters{};
  std::optional<accounts::Caller> caller{};  // there, unless Access::everyone or producers was asked for
  std::string correlation_id{};
  std::shared_ptr<Keeping> keeping{};  // there, when the answer is to be kept for a key
  std::shared_ptr<AuditNotes> audit_notes = std::make_shared<AuditNotes>();

  TenantId tenant() const { return caller ? caller->tenant : TenantId{}; }
  void note(std::string name, std::string value) const {
    audit_notes->insert_or_assign(std::move(name), std::move(value));
  }
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
  RequestLimits limits{};
};

// Whether what a route does stands in the audit (routes/audit_trail.hpp says of which requests). Those that only count
// clicks do not.
enum class Recorded { yes, no };

class Gate {
 public:
  Gate(net::Context& context, const Clock& clock, accounts::Accounts& accounts, accounts::AuditLog& audit,
       Metrics& metrics, GateOptions options);

  void quick(net::Method method, std::string pattern, Access access, QuickHandler handler,
             Recorded recorded = Recorded::yes);
  void slow(net::Method method, std::string pattern, Access access, SlowHandler handler);
  void stream(std::string pattern, Access access, StreamHandler handler);  // GET
  // For paths that no pattern matches and that are not the API's: the web pages.
  void otherwise(QuickHandler handler) { otherwise_ = std::move(handler); }

  void serve(net::Request request, net::Respond respond);

  // Who opens a WebSocket, by cookie (whose Origin must be ours), header (bearer or API key), sub-protocol or
  // `?token=`.
  SocketCaller socket_caller(const net::Request& request);
  net::Response refuse_socket(const net::Request& request, const Failure& failure) const;
  // Whose access token or ticket that is. A ticket is spent by it.
  Result<accounts::Caller, accounts::AuthError> identify(std::string_view token);

  // Counts a request of Access::producers whose signature shows nobody: 429 when there were too many from its address.
  std::optional<Failure> count_stranger(const Exchange& exchange);

  // "METHOD pattern" of every route, for the check against the document.
  std::vector<std::string> routes() const;
  accounts::Accounts& accounts() { return accounts_; }
  accounts::AuditLog& audit() { return audit_; }
  const Clock& clock() const { return clock_; }
  Tickets& tickets() { return tickets_; }

 private:
  struct Handler {
    Access access{};
    std::variant<QuickHandler, SlowHandler, StreamHandler> run{};
    Recorded recorded = Recorded::yes;
  };
  using Route = net::Router<Handler>::Route;

  std::optional<Failure> admit(Exchange& exchange, Access access);
  Result<accounts::Caller, Failure> caller_of(const Exchange& exchange, Access access);
  std::optional<RequestCounter::Refusal> count(const Exchange& exchange, const Route& route);
  void serve_unmatched(const Exchange& exchange, const std::vector<net::Method>& allowed, net::Respond respond,
                       Timestamp began);
  net::Response finish(Answer answer, const Exchange& exchange, const std::string& route, Timestamp began) const;
  Answer run_quick(const QuickHandler& handler, const Exchange& exchange, const std::string& route) const;
  void run_stream(const StreamHandler& handler, const Exchange& exchange, const std::string& route, Timestamp began,
                  net::Respond respond) const;
  net::Task<Answer> run_slow(SlowHandler handler, Exchange exchange, std::string route) const;
  net::Task<void> answer_slow(SlowHandler handler, Exchange exchange, std::string route, Timestamp began,
                              net::Respond respond) const;
  // What may change something: with its rows in the audit, which the answer waits for.
  net::Task<void> answer_recorded(const Route& route, std::optional<Failure> refused, Exchange exchange,
                                  Timestamp began, net::Respond respond);

  net::Context& context_;
  const Clock& clock_;
  accounts::Accounts& accounts_;
  accounts::AuditLog& audit_;
  Metrics& metrics_;
  GateOptions options_;
  Origins origins_;
  LimitedRequests limits_;
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

// Whether the caller has proved a moment ago who it is; programs cannot, and need not.
Result<void, Failure> fresh_sign_in(const Exchange& exchange, Timestamp now);
// The same for what lets somebody in: only people do it, since a key that leaked could make what outlives its
// revocation.
Result<void, Failure> fresh_person(const Exchange& exchange, Timestamp now);

}  // namespace robson::routes
