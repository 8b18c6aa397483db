"""Linear models of the window for forecasts: DLinear and NLinear."""

from typing import ClassVar, final

import torch
from torch import Tensor
from torch.nn.functional import avg_pool1d, pad

from recurra.errors import SettingError
from recurra.nn.bodies import windows
from recurra.nn.bodies.body import Body, Interface
from recurra.words import Text, say


class OfWindow(Body):
    """Features that are made of the window without a parameter; the head learns."""

    own_units: ClassVar[bool] = False
    causal = True

    @classmethod
    def reason_against(cls, interface: Interface) -> Text:
        """They are models of forecasts."""
        return "" if interface.horizon else say("bodies.only_forecasts", name=cls.name)

    def read(self, window: Tensor) -> Tensor:
        """Windows [...,W,I] as features [...,F]."""
        raise NotImplementedError

    def features(self, x: Tensor, lengths: Tensor | None) -> Tensor:
        """Of every step [T,B,F]."""
        return self.read(windows.at_each(x, self.window))

    def at_end(self, x: Tensor, lengths: Tensor | None = None) -> Tensor:
        """Of the last window alone [B,F]."""
        return self.read(windows.at_end(x, lengths, self.window))


@final
class DLinear(OfWindow):
    """Trend and remainder of the window, each with weights of its own in the head.

        trend = moving average of `kernel` steps, the ends repeated
        features_t = [trend; window - trend],   forecast = W features + b

    x [T,B,I], features [T,B,2 W I]. Zeng, Chen, Zhang & Xu 2023, Are Transformers effective for
    time series forecasting?, arXiv 2205.13504, from memory. Theirs forecasts each column from its
    own past with weights that all columns share, here the head sees the past of all of them; with
    one column it is theirs.

    >>> DLinear(2, 0, 5)(torch.zeros(7, 4, 2))[0].shape
    torch.Size([7, 4, 20])
    """

    name = "dlinear"
    equations = "trend = moving_average(window)\ny_t = [trend; window - trend]"

    def __init__(
        self,
        input_size: int,
        units: int,
        window: int,
        *,
        kernel: int = 25,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        if kernel < 1 or kernel % 2 == 0:
            raise SettingError(say("bodies.even_kernel", kernel=kernel))
        self.input_size, self.units, self.window = input_size, 0, window
        self.options = {"kernel": kernel}
        self.output_size = 2 * window * input_size
        self.register_buffer("like", torch.zeros(()), persistent=False)

    def read(self, window: Tensor) -> Tensor:
        """[...,2 W I]"""
        whole, half = window.flatten(0, -3).transpose(1, 2), self.options["kernel"] // 2
        trend = avg_pool1d(pad(whole, (half, half), "replicate"), 2 * half + 1, 1)
        found = torch.cat([trend, whole - trend], 2).transpose(1, 2)
        return found.reshape(*window.shape[:-2], self.output_size)


@final
class NLinear(OfWindow):
    """The window without its last value, and that value.

        features_t = [window - x_t; x_t],   forecast = W features + b

    x [T,B,I], features [T,B,(W + 1) I]. Zeng et al. 2023, arXiv 2205.13504, from memory. Theirs
    adds the last value of a column to its forecast, a weight fixed at 1 that is learned here; and
    see `DLinear` on several columns.

    >>> NLinear(2, 0, 5)(torch.zeros(7, 4, 2))[0].shape
    torch.Size([7, 4, 12])
    """

    name = "nlinear"
    equations = "y_t = [window - x_t; x_t]"

    def __init__(
        self,
        input_size: int,
        units: int,
        window: int,
        *,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.input_size, self.units, self.window = input_size, 0, window
        self.options = {}
        self.output_size = (window + 1) * input_size
        self.register_buffer("like", torch.zeros(()), persistent=False)

    def read(self, window: Tensor) -> Tensor:
        """[...,(W + 1) I]"""
        last = window[..., -1:, :]
        return torch.cat([window - last, last], -2).flatten(-2)
