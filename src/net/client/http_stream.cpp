#include "net/http_stream.hpp"

#include <limits>

#include "net/client/connection.hpp"
#include "net/protocol/http_reader.hpp"
#include "net/protocol/http_text.hpp"

namespace robson::net {
namespace {

constexpr std::size_t endless = std::numeric_limits<std::size_t>::max();

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

class OpenHttpStream final : public HttpStream {
 public:
  explicit OpenHttpStream(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  ~OpenHttpStream() override { connection_->drop(); }
  OpenHttpStream(const OpenHttpStream&) = delete;
  OpenHttpStream& operator=(const OpenHttpStream&) = delete;

  int status() const override { return head_.status; }
  const Headers& headers() const override { return head_.headers; }

  Task<Result<void, NetError>> read_head(SteadyTime deadline) {
    while (!reader_.head_done()) {
      auto more = co_await connection_->read(deadline);
      if (!more) co_return Unexpected(std::move(more).error());
      if (more->empty()) co_return Unexpected(connection_->error(NetErrorKind::closed, "closed without an answer"));
      if (auto taken = take(*more); !taken) co_return taken;
    }
    head_ = reader_.head();
    co_return Result<void, NetError>{};
  }

  Task<Result<std::string, NetError>> read(Duration patience) override {
    const SteadyTime deadline = now() + patience;
    const auto connection = connection_;
    while (true) {
      std::string body = reader_.body();
      if (!body.empty() || ended_) co_return body;
      auto more = co_await connection->read(deadline);
      if (!more) co_return Unexpected(std::move(more).error());
      if (more->empty()) {
        ended_ = true;
      } else if (auto taken = take(*more); !taken) {
        co_return Unexpected(std::move(taken).error());
      }
    }
  }

 private:
  Result<void, NetError> take(const std::string& more) {
    bytes_ += more;
    std::size_t used = 0;
    const auto step = reader_.take(bytes_, used);
    bytes_.erase(0, used);
    ended_ = step == ReplyReader::Step::complete;
    if (step == ReplyReader::Step::more || ended_) return {};
    return Unexpected(connection_->error(NetErrorKind::protocol, "not an HTTP answer"));
  }

  std::shared_ptr<Connection> connection_;
  ReplyReader reader_{endless, false};
  ReplyHead head_{};
  std::string bytes_{};
  bool ended_ = false;
};

}  // namespace

Task<HttpStream::Made> HttpStream::open(Context& context, Url origin, Call call, std::string ca_file) {
  const SteadyTime deadline = now() + call.timeout;
  std::shared_ptr<TlsContext> tls;
  if (origin.secure) {
    auto made = TlsContext::client(ca_file);
    if (!made) co_return Unexpected(std::move(made).error());
    tls = *made;
  }
  auto connection = co_await Connection::open(context, origin, tls, deadline);
  if (!connection) co_return Unexpected(std::move(connection).error());
  auto stream = std::make_unique<OpenHttpStream>(*connection);
  std::string bytes = request_text(origin, call, "robson");
  auto written = co_await (*connection)->write(std::move(bytes), deadline);
  if (!written) co_return Unexpected(std::move(written).error());
  auto head = co_await stream->read_head(deadline);
  if (!head) co_return Unexpected(std::move(head).error());
  co_return Made(std::move(stream));
}

}  // namespace robson::net
