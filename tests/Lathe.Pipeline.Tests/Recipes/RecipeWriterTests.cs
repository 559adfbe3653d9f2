using Lathe.Pipeline.Recipes;

namespace Lathe.Pipeline.Tests.Recipes;

public class RecipeWriterTests
{
    [Fact]
    public void Write_LockedRecipe_ReadsBackTheSame()
    {
        Recipe recipe = RecipeReader.Parse(
            """
            model: resnet8
            data: mnist
            width: 0.75
            seed: 12
            country: FRA
            target: { device: stm32u575, latency: 50 %, size: 60 KB, energy: 2 mJ, ram: 64 KB, flash: 256 KB, carbon: 3 ug, macs: 3 M, accuracy: 91.5 %, accuracy-drop: 1 % }
            steps:
              - train: { epochs: 2, rate: 0.05 }
              - prune: { until: latency, schedule: iterative, epochs: 0 }
              - quantize: { where: faster }
              - deploy: [ onnx, onnx-int8 ]
              - evaluate: {}
            """, "whole.yaml") with
        {
            Locked = new RecipeLock { Version = "0.1.0", Backend = "managed", Threads = 2, Quick = true, Decisions = new Dictionary<string, string> { ["1-prune/ratio-0"] = "0.25", ["2-quantize/float"] = "stem stage1/block1/conv1" } },
        };

        Recipe again = RecipeReader.Parse(RecipeWriter.Write(recipe), "recipe.lock.yaml");

        RecipeWriter.Write(again).ShouldBe(RecipeWriter.Write(recipe));
        again.Target.ShouldBe(recipe.Target);
        again.Country.ShouldBe("FRA");
        again.Locked!.Decisions.ShouldBe(recipe.Locked.Decisions);
        again.Steps.Select(s => s.Kind).ShouldBe(recipe.Steps.Select(s => s.Kind));
        again.Steps[3].Text("formats", "").ShouldBe("onnx,onnx-int8");
    }
}
