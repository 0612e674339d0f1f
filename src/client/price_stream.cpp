#include "client/price_stream.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "client/failure.hpp"
#include "json/read.hpp"
#include "json/write.hpp"

namespace robson::client {
namespace {

constexpr std::uint16_t policy_violation = 1008;  // the server's word for "no valid session"

struct Subscribe {
  std::string action = "subscribe";
  std::vector<std::string> symbols{};
};
BOOST_DESCRIBE_STRUCT(Subscribe, (), (action, symbols))

// A price, nothing for the messages that need no answer, or the server's complaint.
Result<std::optional<wire::PriceUpdate>, Error> read_message(const std::string& payload, const std::string& url) {
  const auto tree = json::parse(payload);
  if (!tree) return Unexpected(bad_answer(url, tree.error().text()));
  const json::Value* type = tree->find("type");
  if (type == nullptr) return Unexpected(bad_answer(url, "a message without a type"));
  if (type->text == "price_update") {
    auto update = json::read<wire::PriceUpdate>(*tree, json::Unknown::ignored);
    if (!update) return Unexpected(bad_answer(url, update.error().text()));
    return std::optional(std::move(*update));
  }
  if (type->text == "error") {
    const json::Value* code = tree->find("code");
    const json::Value* message = tree->find("message");
    return Unexpected(Error{.cause = Cause::failed,
                            .text = message == nullptr ? "the price stream reports an error" : message->text,
                            .code = code == nullptr ? "STREAM_ERROR" : code->text});
  }
  return std::optional<wire::PriceUpdate>{};
}

}  // namespace

net::Task<Result<std::unique_ptr<PriceStream>, Error>> PriceStream::open(Api& api, std::vector<std::string> symbols) {
  const std::string url = api.options().address.text();
  const auto token = co_await api.token();
  if (!token) co_return Unexpected(token.error());
  net::SocketClientOptions options;
  options.headers.add("Authorization", "Bearer " + token->reveal());
  options.connect_timeout = std::min<Duration>(api.options().timeout, std::chrono::seconds(5));
  options.ca_file = api.options().ca_file;
  auto socket = co_await net::SocketClient::connect(api.context(), api.options().address.socket("/ws/prices/"),
                                                    std::move(options));
  if (!socket) co_return Unexpected(failure(socket.error(), url, false));
  (*socket)->send(json::text_of(Subscribe{.symbols = std::move(symbols)}));
  co_return std::make_unique<PriceStream>(std::move(*socket), url);
}

net::Task<Result<std::optional<wire::PriceUpdate>, Error>> PriceStream::next(Duration patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto left = std::chrono::duration_cast<Duration>(until - std::chrono::steady_clock::now());
    if (left <= Duration::zero()) co_return std::optional<wire::PriceUpdate>{};
    auto message = co_await socket_->receive(left);
    if (!message && message.error().kind == net::NetErrorKind::timeout) co_return std::optional<wire::PriceUpdate>{};
    if (!message && socket_->close_code() == policy_violation) {
      co_return Unexpected(Error{.cause = Cause::login_needed,
                                 .text = fmt::format("{} closed the price stream: your session has ended", url_),
                                 .code = "LOGIN_NEEDED"});
    }
    if (!message) co_return Unexpected(failure(message.error(), url_, false));
    auto update = read_message(message->payload, url_);
    if (!update || *update) co_return update;
  }
}

}  // namespace robson::client
